"""Help for those who write packets and templates: what there is, new workspaces, editor settings, fonts."""
