"""Who walks through a form by Tab always sees the field (WCAG 2.2, 2.4.11): the bar of the buttons never covers it."""

import pytest

from centre.roles import Role
from tests.factories.centre import UserFactory

FORMS = ("/jobseekers/add/", "/consultations/add/", "/employers/add/")
# Of a large field the line that is written on must be seen.
COVERED = """() => {
  const at = document.activeElement, bar = at.closest("form")?.querySelector(".form-actions");
  const top = document.querySelector("header.top");
  if (!bar || bar.contains(at)) return "";
  const box = at.getBoundingClientRect(), lowest = bar.getBoundingClientRect().top;
  const highest = top.getBoundingClientRect().bottom;
  const hidden = Math.min(box.bottom, box.top + 48) > lowest + 1 || box.top < highest - 1;
  return hidden ? at.name || at.textContent : "";
}"""


@pytest.mark.parametrize("address", FORMS)
@pytest.mark.parametrize("size", [(1280, 720), (375, 700)], ids=["desk", "phone"])
def test_the_field_with_the_focus_is_in_sight(page, signed_in, address, size):
    signed_in(UserFactory(role=Role.COUNSELLOR))
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address)
    page.locator("main form .field input:visible").first.focus()
    covered = []
    for _ in range(60):
        if name := page.evaluate(COVERED):
            covered.append(name)
        page.keyboard.press("Tab")
    assert not covered
