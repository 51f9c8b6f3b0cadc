"""Single keys: off until a person switches them on, one by one, for themselves alone."""

KEYS, QUEUE = "/office/team/keys/", "/office/cases/"
SCRIPT = "js/keys.js"


def test_keys_are_off_until_they_are_switched_on(desk, ben, dev, case):
    client = desk(ben)
    assert SCRIPT not in client.get(QUEUE).text
    page = client.post(KEYS, {"keys": ["j", "k"]}, follow=True)
    assert "Your choice is saved" in page.text
    assert 'data-keys="j k"' in client.get(QUEUE).text
    assert SCRIPT not in desk(dev).get(QUEUE).text


def test_all_keys_are_switched_on_and_off_at_once(desk, ben):
    client = desk(ben)
    client.post(KEYS, {"all": "yes"})
    ben.refresh_from_db()
    assert ben.single_keys.split() == ["/", "j", "k", "o", "x", "a", "r", "n", "t", "c", "g", "?"]
    assert "Single keys are off" in client.post(KEYS, {"keys": ["j"], "none": "yes"}, follow=True).text
    ben.refresh_from_db()
    assert ben.single_keys == ""


def test_unknown_key_is_refused(desk, ben):
    assert desk(ben).post(KEYS, {"keys": ["q"]}).status_code == 422


def test_settings_lead_to_the_keys(desk, ben):
    assert KEYS in desk(ben).get("/accounts/2fa/").text
