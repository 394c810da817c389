/* lw-extra.h - the "extra" objects: what a format says beyond our own fields
 *
 * See lw-dataset.h: a JSON object in text form with one member per format id.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-dataset.h"
#include "lw-findings.h"
#include "lw-json-text.h"

G_BEGIN_DECLS

/* The member of @id; FALSE where there is none, or @extra is no object.  The
 * slice borrows from @extra. */
gboolean lw_extra_get (const char  *extra,
                       const char  *id,
                       LwJsonSlice *member);

/* The text of a string in the member of @id, or NULL; transfer full. */
char *lw_extra_dup_string (const char *extra,
                           const char *id,
                           const char *key);

/* Building {"ID":{...}} in @out, member by member.  end() returns out's text,
 * or NULL where nothing was added; valid until @out changes. */
void        lw_extra_begin (GString    *out,
                            const char *id);
void        lw_extra_add (GString    *out,
                          LwJsonSlice key,
                          LwJsonSlice value);
void        lw_extra_add_string (GString    *out,
                                 const char *key,
                                 const char *value);
const char *lw_extra_end (GString *out);

/* What a format can hold besides boxes. */
typedef struct
{
  const char *id; /* of its member in the extras */
  LwBoxFlags  flags;
  gboolean    boxes;
  gboolean    tags;
} LwAbilities;

/* Reports a page after the first of its file, where a format names images by file: with
 * @is_kept under a name that other programs do not know, otherwise as left out.  FALSE where
 * it is no such page. */
gboolean lw_extra_report_page (LwFindings *findings,
                               const char *path,
                               gboolean    is_kept);

/* Adds the findings loss-boxes, loss-tags, loss-flags, loss-lot and loss-extra
 * for an image and its labels. */
void lw_extra_report_losses (LwFindings          *findings,
                             const LwAbilities   *abilities,
                             const LwImageRecord *image,
                             GArray              *boxes,
                             GArray              *tags);

/* The loss-extra of a set or class as a whole. */
void lw_extra_report_lost_members (LwFindings *findings,
                                   const char *id,
                                   const char *extra,
                                   const char *where);

G_END_DECLS
