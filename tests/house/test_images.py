"""What lies in images/ is what the code draws."""

from tools import images


def test_every_picture_is_as_the_code_draws_it():
    drawn = images.pictures()
    assert {path.name for path in images.FOLDER.iterdir()} == set(drawn)
    for name, svg in drawn.items():
        assert (images.FOLDER / name).read_text(encoding="utf-8") == svg + "\n"
