"""Sessions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "corefw_session0001"
down_revision = None
branch_labels = ("corefw_session",)
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "corefw_session",
        sa.Column("id_hash", sa.String(64), primary_key=True),
        sa.Column("texts", sa.Text, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("used", sa.BigInteger, nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=True),
    )
    op.create_index("ix_corefw_session_expires", "corefw_session", ["expires"])


def downgrade() -> None:
    """Drop the table; everybody is logged out."""
    op.drop_table("corefw_session")
