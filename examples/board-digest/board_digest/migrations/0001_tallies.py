"""What was counted on each board.

Revision: digest0001, the first.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "digest0001"
down_revision = None
branch_labels = ("board_digest",)
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "board_digest_tally",
        sa.Column("board_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", name="pk_board_digest_tally"),
    )


def downgrade() -> None:
    """Drop it: nothing of the addon is left."""
    op.drop_table("board_digest_tally")
