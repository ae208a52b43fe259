"""Binds MkDocs's events to the site, and does nothing else: see ``scripts/website``."""

from pathlib import Path

# MkDocs puts this folder on the path only while it loads this file: import everything here.
from website.site import Site

site = Site(Path(__file__).resolve().parent.parent)

on_startup = site.on_startup
on_config = site.on_config
on_pre_build = site.on_pre_build
on_files = site.on_files
on_nav = site.on_nav
on_page_markdown = site.on_page_markdown
on_page_content = site.on_page_content
on_env = site.on_env
on_post_page = site.on_post_page
on_post_build = site.on_post_build
on_build_error = site.on_build_error
on_serve = site.on_serve
on_shutdown = site.on_shutdown
