<%inherit file="base.html.mako"/>
<%namespace name="fields" file="fields.html.mako"/>
<%namespace name="parts" file="parts.html.mako"/>
<%block name="title">${card.title}</%block>
<nav aria-label="${_('Where you are')}" class="trail">
  <a href="${request.route_path('home')}">${_("Boards")}</a>
  <a href="${request.route_path('board', board_id=board.id)}">${board.name}</a>
</nav>
<article class="panel page-card">
  <p class="where"><span class="hidden">${_("Column:")} </span>${column.name}</p>
  <h1>${card.title}</h1>
  ${parts.labels(labels)}
  ${parts.due(card, today, day)}
  % if card.text:
  <div class="prose">${card.text}</div>
  % else:
  <p class="soft">${_("No details yet.")}</p>
  % endif
  <p class="soft small">
    % if author is not None:
    ${_("Added by ${name} on", name=author.name)}
    % else:
    ${_("Added on")}
    % endif
    <time datetime="${card.created.isoformat()}">${day(card.created)}</time>\
    % if card.revision:
, ${_("changed on")} <time datetime="${card.changed.isoformat()}">${day(card.changed)}</time>\
    % endif

  </p>
  <div class="actions">
    <a class="button main" href="${request.route_path('card_edit', card_id=card.id)}">${_("Edit")}</a>
    <a class="button" href="${request.route_path('card_delete', card_id=card.id)}">${_("Delete")}</a>
    <a href="${request.route_path('board', board_id=board.id)}#card-${card.id}">${_("Back to the board")}</a>
  </div>
</article>
<section class="panel" aria-labelledby="move">
  <h2 id="move">${_("Move this card")}</h2>
  ${fields.summary(form)}
  <form class="row" action="${request.route_path('card_move', card_id=card.id)}" method="post" novalidate>
    <input type="hidden" name="csrf_token" value="${request.site.token}">
    ${fields.draw(form["column"])}
    ${fields.draw(form["place"])}
    <div class="actions"><button type="submit" class="main">${_("Move")}</button></div>
  </form>
</section>
<section class="panel" id="comments" aria-labelledby="comments-name">
  <h2 id="comments-name">${_("Comments")}</h2>
  % if comments:
  <ol class="comments">
    % for comment, who, removable in comments:
    <li id="comment-${comment.id}">
      <p class="by">${parts.avatar(who)}<b>${who.name if who is not None else _("Somebody")}</b> <time class="soft small" datetime="${comment.created.isoformat()}">${day(comment.created)}</time></p>
      <div class="prose">${comment.text}</div>
      % if removable:
      <form action="${request.route_path('comment_delete', comment_id=comment.id)}" method="post"><input type="hidden" name="csrf_token" value="${request.site.token}"><button type="submit" class="quiet" aria-label="${_('Remove the comment of ${name}, ${day}', name=who.name if who is not None else _('Somebody'), day=day(comment.created))}">${_("Remove")}</button></form>
      % endif
    </li>
    % endfor
  </ol>
  % else:
  <p class="soft">${_("Nobody has said anything yet.")}</p>
  % endif
  ${fields.summary(comment_form)}
  <form action="${request.route_path('card_comments', card_id=card.id)}" method="post" novalidate>
    <input type="hidden" name="csrf_token" value="${request.site.token}">
    ${fields.draw(comment_form["text"])}
    <div class="actions"><button type="submit" class="main">${_("Comment")}</button></div>
  </form>
</section>
