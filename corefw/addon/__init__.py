"""Floor 3: addons, from an entry point to hooks that are called.

`discovery` finds what is installed, `selection` chooses what is enabled (with `compatibility`
and `load_order`), `loading` imports it, `hookcaller` calls its hooks and `health` says how it
went.  `marks` is what authors of addons write with.
"""
