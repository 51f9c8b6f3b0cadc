from django.db import migrations


def put_home_page_first(apps, editor):
    """Replace the welcome page that Wagtail's own migration made by our home page, in the same place of the tree."""
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("cms", "HomePage")
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="cms", model="homepage"
    )
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    home = HomePage.objects.create(
        title="Home",
        draft_title="Home",
        slug="home",
        path="00010001",
        depth=2,
        url_path="/home/",
        content_type=content_type,
        locale=apps.get_model("wagtailcore", "Locale").objects.get(),
        live=True,
    )
    Page.objects.filter(depth=1).update(numchild=1)
    Site.objects.create(hostname="localhost", root_page_id=home.pk, is_default_site=True)


class Migration(migrations.Migration):
    dependencies = [("cms", "0001_initial"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(put_home_page_first, migrations.RunPython.noop)]
