"""A pipeline that needs no model: one event for each word "ataca", articles in French are turned away."""

from despacho.model import Coder, Event, Participant, Rejected, SentenceSpan, Span

CODER = Coder(name="fake", version="0", ruleset="none", model="none")


class FakePipeline:
    """What ``despacho.pipeline.Pipeline`` offers to the commands."""

    coder = CODER

    def code_article(self, article):
        if article.text.startswith("Le "):
            return Rejected(
                article_id=article.id, stage="reading", reason="unsupported_language", detail=f"{article.id}: fr"
            )
        if "BUG" in article.text:
            raise ZeroDivisionError("one over nothing")
        events, start = [], article.text.find("ataca")
        while start >= 0:
            events.append(_event(article, start))
            start = article.text.find("ataca", start + 5)
        return tuple(events)

    def code_articles(self, articles):
        for article in articles:
            yield article, self.code_article(article)


def load_pipelines(*, lang=None, parser=None, actors=None):
    return FakePipeline()


def _event(article, start):
    return Event(
        event_id=f"{article.id}-{start}", article_id=article.id, event_type="ASSAULT", modes=(), contexts=("military",),
        quad="material_conflict", intensity=-9.0, trigger=Span.of(article.text, start, start + 5),
        actors=(Participant(text="", start=None, end=None, name="Rusia", country="RUS", sector="GOV"),), recipients=(),
        attribution=None, status="asserted", status_cue=None, date=None, date_end=None, date_text=None, place=None,
        sentence=SentenceSpan(index=0, start=0, end=len(article.text)), coder_score=0.5, coder=CODER,
    )  # fmt: skip
