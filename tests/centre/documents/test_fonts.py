"""Every character that Japanese offices use has a shape; what has none is marked."""

import pytest

from centre.documents.fonts import BOLD, FOLDER, RARE, REGULAR, markup, missing, printable, runs


def test_common_text_needs_one_font():
    assert runs("熊本県 令和8年度 ①㈱～－髙﨑") == [(REGULAR, "熊本県 令和8年度 ①㈱～－髙﨑")]


def test_a_rare_character_changes_the_font_for_itself_only():
    assert runs("𠮷田", BOLD) == [("RareB", "𠮷"), (BOLD, "田")]
    assert markup("𠮷田 & <b>") == '<font name="RareB">𠮷</font>田 &amp; &lt;b&gt;'


def test_characters_of_names_all_have_a_shape():
    assert missing("髙﨑𠮷𩸽𠀋𡈽①㈱～－−〜–—㌔Ⅳ辻葛神塚栁濵邊邉齋齊") == ""


def test_latin_letters_of_foreign_names_all_have_a_shape():
    assert missing("Nguyễn Thị Ánh Łukasz Đỗ İbrahim Žižek Ängström") == ""
    assert runs("Nguyễn", REGULAR) == [(REGULAR, "Nguy"), ("Latin", "ễ"), (REGULAR, "n")]


@pytest.mark.parametrize(("text", "unknown"), [("笑😀顔😀", "😀"), ("뭐a", "뭐"), ("普通", "")])
def test_characters_without_a_shape_are_named_once(text, unknown):
    assert missing(text) == unknown
    assert "".join(piece for _, piece in runs(text)).count("〓") == sum(text.count(c) for c in unknown)


def test_a_variant_of_a_name_is_printed_in_its_plain_form():
    assert printable("葛\U000e0100飾") == "葛飾"


def test_kana_with_a_separate_voicing_mark_become_one_character():
    assert printable("か\u3099き\u3099") == "がぎ"


def test_a_compatibility_ideograph_stays_what_it_is():
    assert printable("神﨑") == "神﨑"


def test_control_characters_become_spaces_and_lines_stay():
    assert printable("一\x00\x0b二\r\n三\t四") == "一 二\n三 四"
    assert markup("一\n二") == "一<br/>二"


def test_the_fonts_come_with_their_licences_and_stay_small():
    assert {path.name for path in FOLDER.glob("*.ttf")} == {
        "BIZUDPGothic-Regular.ttf",
        "BIZUDPGothic-Bold.ttf",
        *(f"{file}.ttf" for file in RARE.values()),
    }
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "OFL.txt").read_text()
    assert "Hanazono Font License" in (FOLDER / "HANAZONO-LICENCE.txt").read_text()
    assert "Bitstream Vera" in (FOLDER / "DEJAVU-LICENCE.txt").read_text()
    assert sum(path.stat().st_size for path in FOLDER.glob("*.ttf")) < 18_000_000
