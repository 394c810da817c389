/* lw-cli-private.h - what the commands share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-cli.h"

#include "lw-import.h"
#include "lw-interval.h"
#include "lw-store.h"

#include <gio/gio.h>
#include <jansson.h>

G_BEGIN_DECLS

typedef struct _LwCli LwCli;

/* FALSE with @error: of the domain G_OPTION_ERROR for wrong usage, otherwise
 * anything. */
typedef gboolean (*LwCliFunc) (LwCli   *self,
                               int      argc,
                               char   **argv,
                               GError **error);

typedef struct
{
  const char *name;
  const char *arguments; /* as the usage line has it */
  const char *summary;   /* marked with N_() */
  LwCliFunc   run;
} LwCliCommand;

struct _LwCli
{
  const LwCliCommand *command;
  GCancellable       *cancellable;
  gboolean            json; /* --json was given */
};

/* Parses the options of the command and checks that between @n_min and @n_max
 * arguments are left, which become @argv[1] and so on.  --help ends the process. */
gboolean lw_cli_parse (LwCli              *self,
                       const GOptionEntry *entries,
                       int                *argc,
                       char             ***argv,
                       int                 n_min,
                       int                 n_max,
                       GError            **error);

/* A project to write to; LW_ERROR_READ_ONLY says who has it. */
LwStore *lw_cli_open_for_writing (const char *path,
                                  GError    **error);

/* 0 without an error for @name NULL. */
gboolean lw_cli_find_annotator (LwStore    *store,
                                const char *name,
                                gint64     *key,
                                GError    **error);

/* Whose step an edit is: @name, or, for NULL, the only annotator that there is. */
gboolean lw_cli_choose_annotator (LwStore    *store,
                                  const char *name,
                                  gint64     *key,
                                  GError    **error);

/* Shows itself on stderr where that is a terminal. */
void lw_cli_show_progress (double   fraction,
                           gpointer unused);
void lw_cli_end_progress (void);

/* What the window is to show after the command. */
void lw_cli_set_path_to_open (const char *path);

/* --- cli-common.c --- */

/* Runs the subcommand that argv[1] names; the others are named where it is none of them. */
gboolean lw_cli_run_one (LwCli              *self,
                         const LwCliCommand *commands,
                         guint               n_commands,
                         int                 argc,
                         char              **argv,
                         GError            **error);

/* The place of @name among @names, 0 for NULL; -1 with an error that lists them. */
int lw_cli_choose (const char        *option,
                   const char        *name,
                   const char *const *names,
                   guint              n_names,
                   GError           **error);

/* How label scores and filters are named, in the order of their enumerations. */
extern const char *const lw_cli_label_scores[];
extern const char *const lw_cli_label_filters[];
extern const char *const lw_cli_collisions[];

/* Numbers with commas between; 0 and an empty array for NULL.  The caller's. */
gboolean lw_cli_parse_numbers (const char *option,
                               const char *text,
                               double    **numbers,
                               gsize      *n_numbers,
                               GError    **error);

/* To the file, or, for NULL, to where the terminal is.  A file may be replaced that begins as
 * @head; NULL: that is JSON. */
gboolean lw_cli_write_table (const char *path,
                             const char *head,
                             GString    *text,
                             GError    **error);

/* Three more fields of a row of a table: value, low and high, each after a comma. */
void lw_cli_append_interval (GString   *text,
                             LwInterval interval);

/* A line on stdout; without a number, @why there is none. */
void lw_cli_print_interval (const char *name,
                            LwInterval  interval,
                            const char *why);

/* On stderr, so that a table may go on through a pipe. */
void lw_cli_warn (LwFindings *findings);

/* --- cli-json.c --- */

/* Value, low and high; without a number, null and @why there is none. */
json_t *lw_cli_json_from_interval (LwInterval  interval,
                                   const char *why);

/* The number, or null for NaN. */
json_t *lw_cli_json_number (double number);

/* Text that is not UTF-8 is made so: a file name may be anything. */
json_t *lw_cli_json_text (const char *text);
json_t *lw_cli_json_from_findings (LwFindings *findings);
json_t *lw_cli_json_from_report (const LwImportReport *report);

/* Prints @json on stdout and takes it. */
gboolean lw_cli_print_json (json_t  *json,
                            GError **error);

/* --- The commands --- */

gboolean lw_cli_demo (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_new (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_import (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_export (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_convert (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_formats (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_info (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_check (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_log (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_relink (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_class (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_attribute (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_undo (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_redo (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_note (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_score (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_score_boxes (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_score_labels (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_score_multi_label (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_score_outliers (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_evaluate (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_fuse (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_consensus (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_consensus_boxes (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_consensus_classes (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_agreement (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_agreement_boxes (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_agreement_classes (LwCli *self, int argc, char **argv, GError **error);
gboolean lw_cli_version (LwCli *self, int argc, char **argv, GError **error);

G_END_DECLS
