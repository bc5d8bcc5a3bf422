not list_contains(getvariable('circle'), page.url)
