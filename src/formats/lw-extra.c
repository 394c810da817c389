/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-extra.h"
#include "lw-page-path.h"

#include <glib/gi18n-lib.h>

#include <string.h>

static gboolean
open_extra (const char  *extra,
            LwJsonSlice *object)
{
  if (extra == NULL)
    return FALSE;

  *object = (LwJsonSlice){ extra, strlen (extra) };

  return lw_json_check (*object, NULL) == LW_JSON_GOOD;
}

gboolean
lw_extra_get (const char  *extra,
              const char  *id,
              LwJsonSlice *member)
{
  LwJsonSlice object;

  return open_extra (extra, &object) && lw_json_find (object, id, member) && *member->text == '{';
}

char *
lw_extra_dup_string (const char *extra,
                     const char *id,
                     const char *key)
{
  LwJsonSlice member;
  LwJsonSlice value;

  if (!lw_extra_get (extra, id, &member) || !lw_json_find (member, key, &value))
    return NULL;

  return lw_json_dup_string (value);
}

void
lw_extra_begin (GString    *out,
                const char *id)
{
  g_string_printf (out, "{\"%s\":{", id);
}

static void
separate (GString *out)
{
  if (out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
}

void
lw_extra_add (GString    *out,
              LwJsonSlice key,
              LwJsonSlice value)
{
  separate (out);
  g_string_append_c (out, '"');
  g_string_append_len (out, key.text, (gssize) key.len);
  g_string_append (out, "\":");
  lw_json_append_compact (out, value);
}

void
lw_extra_add_string (GString    *out,
                     const char *key,
                     const char *value)
{
  separate (out);
  g_string_append_printf (out, "\"%s\":", key);
  lw_json_append_string (out, value);
}

const char *
lw_extra_end (GString *out)
{
  if (g_str_has_suffix (out->str, ":{"))
    return NULL;

  g_string_append (out, "}}");

  return out->str;
}

void
lw_extra_report_lost_members (LwFindings *findings,
                              const char *id,
                              const char *extra,
                              const char *where)
{
  LwJsonSlice object;
  LwJsonSlice key;
  LwJsonSlice value;

  if (!open_extra (extra, &object))
    return;

  while (lw_json_next_member (&object, &key, &value))
    if (!lw_json_slice_equal (key, id))
      lw_findings_add (findings, LW_SEVERITY_LOSS, "loss-extra",
                       _ ("what another format said besides is left out"),
                       "%s: %.*s", where, (int) key.len, key.text);
}

gboolean
lw_extra_report_page (LwFindings *findings,
                      const char *path,
                      gboolean    is_kept)
{
  int              page;
  g_autofree char *file = lw_page_path_split (path, &page);

  if (page == 1)
    return FALSE;

  if (is_kept)
    lw_findings_add (findings, LW_SEVERITY_NOTE, "page-names",
                     _ ("pages after the first of a file are named FILE#page=2 and on, which other programs do not know"),
                     "%s", path);
  else
    lw_findings_add (findings, LW_SEVERITY_LOSS, "loss-pages",
                     _ ("pages after the first of a file are left out with their labels: this format knows one picture in each file"),
                     "%s", path);

  return TRUE;
}

void
lw_extra_report_losses (LwFindings          *findings,
                        const LwAbilities   *abilities,
                        const LwImageRecord *image,
                        GArray              *boxes,
                        GArray              *tags)
{
  lw_extra_report_lost_members (findings, abilities->id, image->extra, image->path);

  if (image->lot != NULL)
    lw_findings_add (findings, LW_SEVERITY_LOSS, "loss-lot", _ ("the lots that images came in with are left out"),
                     "%s: %s", image->path, image->lot);

  for (guint i = 0; i < tags->len; i++)
    {
      if (!abilities->tags)
        lw_findings_add (findings, LW_SEVERITY_LOSS, "loss-tags", _ ("classes of images as a whole are left out"),
                         "%s", image->path);

      lw_extra_report_lost_members (findings, abilities->id, g_array_index (tags, LwTagRecord, i).extra, image->path);
    }

  for (guint i = 0; i < boxes->len; i++)
    {
      const LwBoxRecord *box = &g_array_index (boxes, LwBoxRecord, i);

      if (!abilities->boxes)
        lw_findings_add (findings, LW_SEVERITY_LOSS, "loss-boxes", _ ("boxes are left out"), "%s: box %u", image->path, i + 1);

      else if ((box->flags & ~abilities->flags) != 0)
        lw_findings_add (findings, LW_SEVERITY_LOSS, "loss-flags",
                         _ ("marks on boxes (difficult, truncated, occluded, crowd) are left out"),
                         "%s: box %u", image->path, i + 1);

      lw_extra_report_lost_members (findings, abilities->id, box->extra, image->path);
    }
}
