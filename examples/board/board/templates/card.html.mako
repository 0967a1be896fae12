<%inherit file="base.html.mako"/>
<%namespace name="fields" file="fields.html.mako"/>
<%block name="title">${card.title}</%block>
<nav aria-label="Where you are" class="trail">
  <a href="${request.route_path('home')}">Boards</a>
  <a href="${request.route_path('board', board_id=board.id)}">${board.name}</a>
</nav>
<article class="panel page-card">
  <p class="where"><span class="hidden">Column: </span>${column.name}</p>
  <h1>${card.title}</h1>
  % if card.text:
  <div class="prose">${card.text}</div>
  % else:
  <p class="soft">No details yet.</p>
  % endif
  <p class="soft small">
    % if author is not None:
    Added by ${author.name} on
    % else:
    Added on
    % endif
    <time datetime="${card.created.isoformat()}">${day(card.created)}</time>\
    % if card.revision:
, changed on <time datetime="${card.changed.isoformat()}">${day(card.changed)}</time>\
    % endif

  </p>
  <div class="actions">
    <a class="button main" href="${request.route_path('card_edit', card_id=card.id)}">Edit</a>
    <a class="button" href="${request.route_path('card_delete', card_id=card.id)}">Delete</a>
    <a href="${request.route_path('board', board_id=board.id)}#card-${card.id}">Back to the board</a>
  </div>
</article>
<section class="panel" aria-labelledby="move">
  <h2 id="move">Move this card</h2>
  ${fields.summary(form)}
  <form class="row" action="${request.route_path('card_move', card_id=card.id)}" method="post" novalidate>
    ${fields.draw(form["column"])}
    ${fields.draw(form["place"])}
    <div class="actions"><button type="submit" class="main">Move</button></div>
  </form>
</section>
