"""The list "Before this can be published"."""

from .conftest import changed
from .test_problems import seed_ten


def test_list_names_every_problem_and_links_to_its_block(desk, contact):
    desk.save(changed(contact, seed_ten))
    page = desk.client.get(f"/editor/forms/edit/{contact.pk}/").text
    assert "Before this can be published" in page
    first = contact.steps.get_prep_value()[0]["id"]
    assert f'href="#block-{first}-section"' in page
    missing = page.split("Before this can be published")[1].split("Advice about the words")[0]
    assert missing.count('<a href="#block-') == 10


def test_long_sentence_is_advice_and_keeps_nothing_from_being_published(desk, contact):
    def lengthen(steps):
        steps[0]["value"]["lead"] = " ".join(["word"] * 21)

    assert desk.publish(changed(contact, lengthen)).status_code == 302
    page = desk.client.get(f"/editor/forms/checklist/{contact.pk}/").text
    assert "A sentence here has 21 words" in page
    assert "Nothing is missing" in page


def test_list_is_read_again_after_a_draft_is_saved(desk, contact):
    address = f"/editor/forms/checklist/{contact.pk}/"
    assert "Nothing is missing" in desk.client.get(address).text
    desk.save(changed(contact, seed_ten))
    assert "Write the title of this step" in desk.client.get(address).text


def test_condition_on_a_deleted_answer_is_named(desk, contact):
    def delete(steps):
        topic = next(step for step in steps if step["value"]["title"] == "Which topic is closest?")
        answers = topic["value"]["questions"][0]["value"]["choices"]
        answers.pop(next(i for i, answer in enumerate(answers) if contact.names[answer["id"]] == "council"))

    desk.save(changed(contact, delete))
    page = desk.client.get(f"/editor/forms/checklist/{contact.pk}/").text
    assert "depends on an answer to “Topic” that is gone" in page
