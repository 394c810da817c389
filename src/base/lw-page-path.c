/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-page-path.h"

#include <string.h>

#define MARK "#page="

char *
lw_page_path_join (const char *file,
                   int         page)
{
  g_return_val_if_fail (file != NULL, NULL);
  g_return_val_if_fail (page >= 1 && page <= LW_PAGE_MAX, NULL);

  return page == 1 ? g_strdup (file) : g_strdup_printf ("%s" MARK "%d", file, page);
}

/* The page that @digits name, or 1: only what lw_page_path_join() writes, so that no page
 * has two names. */
static int
parse_page (const char *digits)
{
  guint64 page;

  if (*digits == '0' || !g_ascii_string_to_unsigned (digits, 10, 2, LW_PAGE_MAX, &page, NULL))
    return 1;

  return (int) page;
}

char *
lw_page_path_split (const char *path,
                    int        *page)
{
  const char *mark;
  int         found = 1;

  g_return_val_if_fail (path != NULL, NULL);

  if ((mark = g_strrstr (path, MARK)) != NULL && mark > path && mark[-1] != '/')
    found = parse_page (mark + strlen (MARK));

  if (page != NULL)
    *page = found;

  return found > 1 ? g_strndup (path, mark - path) : g_strdup (path);
}

char *
lw_page_path_split_file (const char *path,
                         int        *page)
{
  g_autofree char *file = lw_page_path_split (path, page);

  if (!g_str_equal (file, path) && g_file_test (path, G_FILE_TEST_EXISTS))
    {
      if (page != NULL)
        *page = 1;

      return g_strdup (path);
    }

  return g_steal_pointer (&file);
}
