"""The pipeline: articles in, events out, each language by its own data."""

from despacho.pipeline.load import load_pipeline
from despacho.pipeline.many import Pipelines, load_pipelines
from despacho.pipeline.one import Pipeline

__all__ = ["Pipeline", "Pipelines", "load_pipeline", "load_pipelines"]
