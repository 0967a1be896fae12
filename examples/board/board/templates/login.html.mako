<%inherit file="base.html.mako"/>
<%namespace name="fields" file="fields.html.mako"/>
<%block name="title">${_("Log in")}</%block>
<div class="panel login">
  <h1>${_("Log in")}</h1>
  ${fields.summary(form)}
  <form action="${request.route_path('login')}" method="post" novalidate>
    ${fields.draw(form["login"], focus=not form["login"].value)}
    ${fields.draw(form["password"], focus=bool(form["login"].value))}
    ${fields.draw(form["next"])}
    <div class="actions"><button type="submit" class="main">${_("Log in")}</button></div>
  </form>
</div>
