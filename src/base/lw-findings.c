/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-findings.h"

struct _LwFindings
{
  GPtrArray *kinds; /* (element-type LwFinding) */
};

static void
finding_free (gpointer data)
{
  LwFinding *finding = data;

  g_free ((char *) finding->kind);
  g_free ((char *) finding->text);
  g_ptr_array_unref (finding->examples);
  g_free (finding);
}

LwFindings *
lw_findings_new (void)
{
  LwFindings *self = g_new0 (LwFindings, 1);

  self->kinds = g_ptr_array_new_with_free_func (finding_free);

  return self;
}

void
lw_findings_free (LwFindings *self)
{
  g_ptr_array_unref (self->kinds);
  g_free (self);
}

/* A dozen kinds at most: a scan is quicker than a table. */
static LwFinding *
find_kind (LwFindings *self,
           const char *kind)
{
  for (guint i = 0; i < self->kinds->len; i++)
    {
      LwFinding *finding = g_ptr_array_index (self->kinds, i);

      if (g_str_equal (finding->kind, kind))
        return finding;
    }

  return NULL;
}

void
lw_findings_add (LwFindings *self,
                 LwSeverity  severity,
                 const char *kind,
                 const char *text,
                 const char *format,
                 ...)
{
  LwFinding *finding = find_kind (self, kind);

  if (finding == NULL)
    {
      finding = g_new0 (LwFinding, 1);
      finding->severity = severity;
      finding->kind = g_strdup (kind);
      finding->text = g_strdup (text);
      finding->examples = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (self->kinds, finding);
    }

  finding->count++;

  if (finding->examples->len < LW_FINDINGS_EXAMPLES)
    {
      va_list args;

      va_start (args, format);
      g_ptr_array_add (finding->examples, g_strdup_vprintf (format, args));
      va_end (args);
    }
}

guint
lw_findings_get_n_kinds (LwFindings *self)
{
  return self->kinds->len;
}

const LwFinding *
lw_findings_get (LwFindings *self,
                 guint       i)
{
  g_return_val_if_fail (i < self->kinds->len, NULL);

  return g_ptr_array_index (self->kinds, i);
}

guint64
lw_findings_count (LwFindings *self,
                   const char *kind)
{
  const LwFinding *finding = find_kind (self, kind);

  return finding != NULL ? finding->count : 0;
}
