"""Members, labels, comments, due dates, pictures, and what was done.

Revision: board0002, after board0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "board0002"
down_revision = "board0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and columns; nobody is a member, and every board stays open to all."""
    no = sa.false()
    op.add_column("board_user", sa.Column("is_admin", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("board_user", sa.Column("is_locked", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("board_user", sa.Column("avatar", sa.String(64), nullable=False, server_default=""))
    op.add_column("board_board", sa.Column("members_only", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("board_card", sa.Column("due", sa.Date(), nullable=True))
    op.create_table(
        "board_picture",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_board_picture"),
    )
    op.create_table(
        "board_member",
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board_board.id"], name="fk_board_member_board_id"),
        sa.ForeignKeyConstraint(["user_id"], ["board_user.id"], name="fk_board_member_user_id"),
        sa.PrimaryKeyConstraint("board_id", "user_id", name="pk_board_member"),
    )
    op.create_index("ix_board_member_user_id", "board_member", ["user_id"])
    op.create_table(
        "board_label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("colour", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board_board.id"], name="fk_board_label_board_id"),
        sa.PrimaryKeyConstraint("id", name="pk_board_label"),
    )
    op.create_index("ix_board_label_board_id", "board_label", ["board_id"])
    op.create_table(
        "board_card_label",
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("label_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["board_card.id"], name="fk_board_card_label_card_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["label_id"], ["board_label.id"], name="fk_board_card_label_label_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("card_id", "label_id", name="pk_board_card_label"),
    )
    op.create_index("ix_board_card_label_label_id", "board_card_label", ["label_id"])
    op.create_table(
        "board_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["board_user.id"], name="fk_board_comment_author_id"),
        sa.ForeignKeyConstraint(
            ["card_id"], ["board_card.id"], name="fk_board_comment_card_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_board_comment"),
    )
    op.create_index("ix_board_comment_card_id", "board_comment", ["card_id"])
    op.create_table(
        "board_activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["board_user.id"], name="fk_board_activity_actor_id"),
        sa.ForeignKeyConstraint(["board_id"], ["board_board.id"], name="fk_board_activity_board_id"),
        sa.PrimaryKeyConstraint("id", name="pk_board_activity"),
    )
    op.create_index("ix_board_activity_board_id", "board_activity", ["board_id"])


def downgrade() -> None:
    """Drop them, with everything in them."""
    for table in (
        "board_activity",
        "board_comment",
        "board_card_label",
        "board_label",
        "board_member",
        "board_picture",
    ):
        op.drop_table(table)
    for table, column in (
        ("board_card", "due"),
        ("board_board", "members_only"),
        ("board_user", "avatar"),
        ("board_user", "is_locked"),
        ("board_user", "is_admin"),
    ):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
