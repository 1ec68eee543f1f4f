"""The data: what is in it, what was cleaned away, and that nothing held out leaks."""

import re
import unicodedata

from helpers import corpora


def test_shakespeare_is_38_plays_two_of_them_held_out():
    corpus = corpora.shakespeare()
    assert len(list(corpora._play_files())) == 38
    assert (len(corpus.train), len(corpus.validation)) == (4_578_554, 206_697)
    assert "MACBETH:\n" in corpus.validation
    assert "MACBETH:\n" not in corpus.train
    assert "MALVOLIO:\n" in corpus.validation
    assert "MALVOLIO:\n" not in corpus.train


def test_held_out_plays_use_no_symbol_of_their_own():
    corpus = corpora.shakespeare()
    assert set(corpus.validation) <= set(corpus.train)
    assert len(set(corpus.train)) == 74


def test_directions_and_headings_are_gone_and_famous_lines_are_not():
    corpus = corpora.shakespeare()
    both = corpus.train + corpus.validation
    assert not re.search(r"[][_*#\\$]|\bExeunt\b|^ACT ", both, re.MULTILINE)
    for line in ("To be, or not to be: that is the question:", "Out, damned spot! out, I say!"):
        assert line in both


def test_every_speech_has_a_speaker_and_words():
    for speech in corpora.shakespeare().validation.strip().split("\n\n"):
        speaker, *lines = speech.split("\n")
        assert speaker.endswith(":")
        assert all(lines)


def test_a_direction_left_open_does_not_swallow_what_follows():
    play = "**A**  \nHello _aside\n\n**B**  \nStay _aside_ now\n\n_Exit_\n"
    play += "\n*Enter a king,\nand lords*\n\n**A**  \nSha$l [sings] we—go?"
    assert corpora.clean_play(play) == "A:\nHello aside\n\nB:\nStay now\n\nA:\nShal we--go?\n"


def test_korean_words_are_split_once_and_for_all():
    corpus = corpora.korean_words()
    train, validation = corpus.train.split(), corpus.validation.split()
    assert (len(train), len(validation)) == (4_988, 555)
    assert not set(train) & set(validation)
    jamo = set(unicodedata.normalize("NFD", corpus.train))
    assert len(jamo) == 64
    assert set(unicodedata.normalize("NFD", corpus.validation)) <= jamo
