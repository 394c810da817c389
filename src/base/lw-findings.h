/* lw-findings.h - what an import or export noticed, counted by kind
 *
 * The report of an import and the loss report of an export are the same thing:
 * kinds of finding, each with a count and the first few places.  Bounded in
 * memory however many findings there are.
 *
 * Belongs to one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LW_SEVERITY_NOTE,    /* worth knowing: "class 'cell' becomes 'Red cell'" */
  LW_SEVERITY_WARNING, /* suspicious, and what was done about it */
  LW_SEVERITY_LOSS,    /* an export left it out */
} LwSeverity;

typedef struct
{
  LwSeverity  severity;
  const char *kind; /* stable, machine-readable: "box-outside-image" */
  const char *text; /* for the user, translated: "boxes reach outside their image; kept as they are" */
  guint64     count;
  GPtrArray  *examples; /* (element-type utf8): at most LW_FINDINGS_EXAMPLES places, "img_7.jpg: box 3" */
} LwFinding;

#define LW_FINDINGS_EXAMPLES 5

typedef struct _LwFindings LwFindings;

LwFindings *lw_findings_new (void);
void        lw_findings_free (LwFindings *self);

/* Counts one more of @kind.  @text is that of the first call for a kind.
 * @format says where, and is formatted only while examples are still kept. */
void lw_findings_add (LwFindings *self,
                      LwSeverity  severity,
                      const char *kind,
                      const char *text,
                      const char *format,
                      ...) G_GNUC_PRINTF (5, 6);

guint lw_findings_get_n_kinds (LwFindings *self);

/* Borrowed, in order of first appearance. */
const LwFinding *lw_findings_get (LwFindings *self,
                                  guint       i);

/* How many of @kind; 0 where there was none. */
guint64 lw_findings_count (LwFindings *self,
                           const char *kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwFindings, lw_findings_free)

G_END_DECLS
