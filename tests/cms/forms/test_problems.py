"""Problems of a form are shown all at once, each at its block."""

from casework.questionnaires.models import Version

from .conftest import changed


def seed_ten(steps):
    """Put ten faults into ten places of the contact form."""
    steps[0]["value"]["title"] = ""
    steps[0]["value"]["questions"][0]["value"]["text"] = ""
    steps[1]["value"]["questions"][0]["value"]["need"] = ""
    steps[2]["value"]["questions"][0]["value"]["choices"][0]["value"]["label"] = ""
    steps[3]["value"]["content"][0]["value"] = ""
    steps[4]["value"]["section"] = ""
    steps[4]["value"]["questions"][0]["value"]["choices"] = []
    steps[6]["value"]["when"][0]["value"]["answers"] = ""
    steps[9]["value"]["content"][2]["value"]["url"] = "javascript:alert(1)"
    steps[12]["value"]["when"][0]["value"]["question"] = "gone"


def sentences(error):
    """Return every sentence of an error and of the blocks in it."""
    data = error.as_json_data() if hasattr(error, "as_json_data") else error
    found = list(data.get("messages", []))
    for inside in data.get("blockErrors", {}).values():
        found += sentences(inside)
    return found


def test_ten_faults_make_ten_errors_at_their_blocks(desk, contact):
    response = desk.publish(changed(contact, seed_ten))
    assert response.status_code == 200
    (error,) = response.context["form"].errors["steps"].as_data()
    assert len(sentences(error)) == 10
    first = error.as_json_data()["blockErrors"][0]["blockErrors"]
    assert first["title"]["messages"] == ["Write the title of this step"]
    assert first["questions"]["blockErrors"][0]["blockErrors"]["text"]["messages"] == ["Write the question"]
    assert Version.objects.count() == 1


def test_form_with_faults_is_saved_as_a_draft(desk, contact):
    assert desk.save(changed(contact, seed_ten)).status_code == 302
    contact.refresh_from_db()
    assert contact.get_latest_revision_as_object().steps[0].value["title"] == ""


def test_address_of_an_earlier_form_is_refused(desk, contact):
    contact.pk, contact.slug = None, "contact"
    assert "slug" in desk.save(contact).context["form"].errors


def test_missing_title_is_an_error_of_its_field(desk, contact):
    contact.declaration = " "
    assert "declaration" in desk.publish(contact).context["form"].errors
