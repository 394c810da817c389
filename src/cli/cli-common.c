/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include "lw-csv.h"
#include "lw-label-issues.h"
#include "lw-label-scores.h"
#include "lw-output.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

const char *const lw_cli_label_scores[] = { "self-confidence", "normalized-margin", "confidence-weighted-entropy",
                                            "confidence-weighted-entropy-peer" };
const char *const lw_cli_label_filters[] = { "prune-by-noise-rate", "prune-by-class", "both", "confident-learning",
                                             "predicted-neq-given", "low-self-confidence", "low-normalized-margin" };
const char *const lw_cli_collisions[] = { "paper", "peer" };

G_STATIC_ASSERT (G_N_ELEMENTS (lw_cli_label_scores) == LW_N_LABEL_SCORES);
G_STATIC_ASSERT (G_N_ELEMENTS (lw_cli_label_filters) == LW_N_LABEL_FILTERS);
G_STATIC_ASSERT (G_N_ELEMENTS (lw_cli_collisions) == LW_N_COLLISIONS);

gboolean
lw_cli_run_one (LwCli              *self,
                const LwCliCommand *commands,
                guint               n_commands,
                int                 argc,
                char              **argv,
                GError            **error)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < n_commands; i++)
    {
      if (argc > 1 && g_str_equal (argv[1], commands[i].name))
        return commands[i].run (self, argc, argv, error);
      g_string_append_printf (all, "%s%s", i > 0 ? ", " : "", commands[i].name);
    }

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("“labelwright %s” goes on with one of: %s"), self->command->name, all->str);

  return FALSE;
}

int
lw_cli_choose (const char        *option,
               const char        *name,
               const char *const *names,
               guint              n_names,
               GError           **error)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < n_names; i++)
    {
      if (name == NULL || g_str_equal (names[i], name))
        return (int) i;
      g_string_append_printf (all, "%s%s", i > 0 ? ", " : "", names[i]);
    }

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("%s “%s”: there are %s"), option, name, all->str);

  return -1;
}

gboolean
lw_cli_parse_numbers (const char *option,
                      const char *text,
                      double    **numbers,
                      gsize      *n_numbers,
                      GError    **error)
{
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", ",", -1);
  g_autofree double *parsed = g_new (double, g_strv_length (parts));

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      char *end;

      parsed[i] = g_ascii_strtod (g_strstrip (parts[i]), &end);
      if (end == parts[i] || *end != '\0' || !isfinite (parsed[i]))
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("%s “%s”: “%s” is no number"), option, text, parts[i]);
          return FALSE;
        }
    }

  *n_numbers = g_strv_length (parts);
  *numbers = g_steal_pointer (&parsed);

  return TRUE;
}

gboolean
lw_cli_write_table (const char *path,
                    const char *head,
                    GString    *text,
                    GError    **error)
{
  g_autoptr (LwOutputFile) file = NULL;

  if (path == NULL)
    {
      fwrite (text->str, 1, text->len, stdout);
      return TRUE;
    }

  file = head != NULL ? lw_output_file_open_table (path, head, error) : lw_output_file_open (path, error);

  return file != NULL && lw_output_file_write (file, text, error) && lw_output_file_commit (file, error);
}

void
lw_cli_append_interval (GString   *text,
                        LwInterval interval)
{
  const double numbers[] = { interval.value, interval.low, interval.high };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_string_append_c (text, ',');
      lw_csv_append_double (text, numbers[i]);
    }
}

void
lw_cli_print_interval (const char *name,
                       LwInterval  interval,
                       const char *why)
{
  if (isfinite (interval.value))
    printf (_ ("%s: %.4f (95 %% interval %.4f to %.4f)\n"), name, interval.value, interval.low, interval.high);
  else
    printf (_ ("%s: unknown; %s\n"), name, why);
}

void
lw_cli_warn (LwFindings *findings)
{
  g_autofree char *text = lw_findings_to_text (findings);

  g_printerr ("%s", text);
}
