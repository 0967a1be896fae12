## Small parts that several pages show.

<%def name="avatar(user)">\
% if user is not None and user.avatar:
<img class="avatar" src="${request.route_path('picture', name=user.avatar)}" alt="" width="28" height="28">\
% elif user is not None:
<span class="avatar" aria-hidden="true">${user.name[:1].upper()}</span>\
% endif
</%def>

<%def name="labels(labels)">
% if labels:
<ul class="labels" aria-label="${_('Labels')}">
  % for label in labels:
  <li class="label ${label.colour}">${label.name}</li>
  % endfor
</ul>
% endif
</%def>

<%def name="due(card, today, day)">
% if card.due is not None:
<p class="due${' late' if card.due < today else ''}">${pgettext("on a card", "Was due") if card.due < today else pgettext("on a card", "Due")} <time datetime="${card.due.isoformat()}">${day(card.due)}</time></p>
% endif
</%def>

<%def name="trail(trail)">
<nav aria-label="${_('Where you are')}" class="trail">
  % for label, url in trail:
  ## safe: made by route_path in the view
  <a href="${url}">${label}</a>
  % endfor
</nav>
</%def>

<%def name="paging(paging)">
% if paging.before or paging.after:
<nav class="paging" aria-label="${_('Pages')}">
  % if paging.before:
  ## safe: made by route_path in the view
  <a class="button" rel="prev" href="${paging.before}">${_("Page ${number}", number=paging.number - 1)}</a>
  % endif
  <span aria-current="page">${_("Page ${number}", number=paging.number)}</span>
  % if paging.after:
  ## safe: made by route_path in the view
  <a class="button" rel="next" href="${paging.after}">${_("Page ${number}", number=paging.number + 1)}</a>
  % endif
</nav>
% endif
</%def>
