"""What turnclassifier does, as people build it in Python: Quix Streams reads conversations, scikit-learn judges how each
answer was taken, and the judgements go to another topic. `make bench` measures it beside the services.

It does less than they do: hashed words, pairs and triples of words and pieces of words of the reaction, and three facts
about request and answer; one linear model of three classes. No phrases and what surrounds them, no kinds of feedback, no
evidence, no validation, no pseudonyms, no event time.
"""

import argparse
import json
import re

import numpy
from quixstreams import Application
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier

WORDS = HashingVectorizer(n_features=2**17, ngram_range=(1, 3), alternate_sign=False, token_pattern=r"(?u)\w+|[?!]")
PIECES = HashingVectorizer(n_features=2**17, ngram_range=(3, 5), analyzer="char_wb", alternate_sign=False)
WORD = re.compile(r"\w+")


def facts(prompt, response, reaction):
    """How the reaction stands to request and answer."""
    said, asked = set(WORD.findall(reaction.lower())), set(WORD.findall(prompt.lower()))
    again = len(said & asked) / max(len(said | asked), 1)
    return again, float("```" in response), float(response.rstrip().endswith("?"))


def features(exchanges):
    """The vectors of exchanges: (prompt, response, reaction)."""
    reactions = [reaction for _, _, reaction in exchanges]
    known = csr_matrix(numpy.array([facts(*e) for e in exchanges]))
    return hstack([WORDS.transform(reactions), PIECES.transform(reactions), known], format="csr")


def exchanges(turns):
    """Each answer that a user asked for and reacted to, with its place."""
    for i in range(1, len(turns) - 1):
        if [t["role"] for t in turns[i - 1 : i + 2]] == ["user", "assistant", "user"]:
            yield i, tuple(t["content"] for t in turns[i - 1 : i + 2])


def fit(path):
    """A model of labelled rows."""
    rows = [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]
    examples = [(r.get("prompt", ""), r.get("response", ""), "\n".join(r["reaction"])) for r in rows]
    return SGDClassifier(loss="log_loss", max_iter=20, tol=None, random_state=1).fit(features(examples), [r["label"] for r in rows])


def main():
    flags = argparse.ArgumentParser()
    for name in ("broker", "group", "in", "out", "rows"):
        flags.add_argument("--" + name, required=True)
    args = flags.parse_args()
    model = fit(args.rows)

    def judge(value):
        """The judgements of a conversation; an end record holds none."""
        if not value:
            return []
        conversation = json.loads(value)
        found = list(exchanges(conversation["turns"]))
        if not found:
            return []
        return [
            {
                "conversation_id": conversation["conversation_id"], "turn": turn,
                "judgement": str(model.classes_[p.argmax()]), "p": dict(zip(map(str, model.classes_), map(float, p))),
            }
            for (turn, _), p in zip(found, model.predict_proba(features([e for _, e in found])))
        ]

    app = Application(
        broker_address=args.broker, consumer_group=args.group, auto_offset_reset="earliest", commit_interval=0.5,
        auto_create_topics=False, use_changelog_topics=False, loglevel="INFO",
        producer_extra_config={"linger.ms": 20, "batch.size": 900_000},
    )
    stream = app.dataframe(app.topic(getattr(args, "in"), value_deserializer="bytes"))
    stream.apply(judge, expand=True).to_topic(app.topic(args.out, value_serializer="json"))
    app.run()


if __name__ == "__main__":
    main()
