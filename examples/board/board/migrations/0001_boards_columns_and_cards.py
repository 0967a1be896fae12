"""Users, boards, columns and cards.

Revision: board0001, the first.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "board0001"
down_revision = None
branch_labels = ("board",)
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "board_user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(64), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("password_hash", sa.String(255), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_board_user"),
        sa.UniqueConstraint("login", name="uq_board_user_login"),
    )
    op.create_table(
        "board_board",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("summary", sa.String(160), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_board_board"),
    )
    op.create_table(
        "board_column",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board_board.id"], name="fk_board_column_board_id"),
        sa.PrimaryKeyConstraint("id", name="pk_board_column"),
        sa.UniqueConstraint("board_id", "position", name="uq_board_column_board_id_position"),
    )
    op.create_table(
        "board_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("column_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["board_user.id"], name="fk_board_card_author_id"),
        sa.ForeignKeyConstraint(["board_id"], ["board_board.id"], name="fk_board_card_board_id"),
        sa.ForeignKeyConstraint(["column_id"], ["board_column.id"], name="fk_board_card_column_id"),
        sa.PrimaryKeyConstraint("id", name="pk_board_card"),
        sa.UniqueConstraint("column_id", "position", name="uq_board_card_column_id_position"),
    )
    op.create_index("ix_board_card_board_id", "board_card", ["board_id"])


def downgrade() -> None:
    """Drop the tables, with everything in them."""
    op.drop_index("ix_board_card_board_id", table_name="board_card")
    op.drop_table("board_card")
    op.drop_table("board_column")
    op.drop_table("board_board")
    op.drop_table("board_user")
