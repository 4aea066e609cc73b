"""What points print."""

from points.documents.points import pioneers_paper, published_paper, settlement_paper

__all__ = ["pioneers_paper", "published_paper", "settlement_paper"]
