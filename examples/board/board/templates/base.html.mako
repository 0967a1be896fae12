<!doctype html>
<html lang="${request.locale_name}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title><%block name="title">${_("Boards")}</%block> · ${request.site.title}</title>
  <link rel="icon" type="image/svg+xml" href="${request.static_path('board:static/icon.svg')}">
  <link rel="stylesheet" href="${request.static_path('board:theme/theme.css')}">
  <link rel="stylesheet" href="${request.static_path('board:static/board.css')}">
  <script src="${request.static_path('board:static/board.js')}" defer></script>
</head>
<body>
<a class="skip" href="#main">${_("Skip to the content")}</a>
<header class="top">
  <div class="top-inner">
    <a class="brand" href="${request.route_path('home')}">
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
        <rect x="2" y="3" width="5.6" height="18" rx="1.8"/><rect x="9.2" y="3" width="5.6" height="11" rx="1.8"/><rect x="16.4" y="3" width="5.6" height="7" rx="1.8"/>
      </svg>
      <span>${request.site.title}</span>
    </a>
    % if request.identity is not None:
    <form class="search" role="search" action="${request.route_path('search')}" method="get">
      <label class="hidden" for="search">${_("Search all cards")}</label>
      <input id="search" type="search" name="q" value="${self.attr.searched(context)}" placeholder="${_('Search all cards')}" autocomplete="off">
      <button type="submit" class="icon" aria-label="${_('Search')}">
        <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" focusable="false"><path d="M8.5 3a5.5 5.5 0 1 0 3.4 9.8l3.7 3.6 1.2-1.2-3.7-3.6A5.5 5.5 0 0 0 8.5 3Zm0 1.7a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6Z"/></svg>
      </button>
    </form>
    <div class="who">
      % if request.site.may_manage_users:
      <a href="${request.route_path('users')}">${_("Users")}</a>
      % endif
      <a class="name" href="${request.route_path('profile')}">${parts.avatar(request.identity)}<span class="hidden">${_("Logged in as")} </span><span class="name-text">${request.identity.name}</span></a>
      <form action="${request.route_path('logout')}" method="post"><input type="hidden" name="csrf_token" value="${request.site.token}"><button type="submit" class="quiet">${_("Log out")}</button></form>
    </div>
    % endif
  </div>
</header>
<main id="main" tabindex="-1" class="${self.attr.wide and 'wide' or 'narrow'}">
  % for notice in request.site.notices:
  <p class="notice" role="status">${notice}</p>
  % endfor
${next.body()}
</main>
<footer class="bottom">
  <nav aria-label="${_('Language')}" class="languages">
    % for name, own, url in request.site.languages:
    % if name == request.locale_name:
    <span lang="${name}" aria-current="true">${own}</span>
    % else:
    ## safe: made by route_path in board.views.site
    <a href="${url}" lang="${name}" hreflang="${name}" rel="nofollow">${own}</a>
    % endif
    % endfor
  </nav>
</footer>
</body>
</html>
<%!
    wide = False

    def searched(context):
        return context.get("searched", "")
%>
<%namespace name="parts" file="parts.html.mako"/>
