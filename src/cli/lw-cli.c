/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include "lw-config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* clang-format off */
static const LwCliCommand commands[] = {
  { "demo",    "[DIR] [--no-open] [--seed N] [--images N]",
    N_ ("draw the demonstration images and make their project"), lw_cli_demo },
  { "new",     "PROJECT --images DIR [--classes FILE]",
    N_ ("make a project of a folder of images"), lw_cli_new },
  { "import",  "PROJECT SOURCE [--format ID] [--images DIR] [--annotator NAME] [--lot NAME] [--dry-run] "
               "[--voc-origin auto|0|1] [--frame displayed|stored] [--map FILE]",
    N_ ("take labels into a project"), lw_cli_import },
  { "export",  "PROJECT TARGET --format ID [--annotator NAME | --final] [--frame displayed|stored]",
    N_ ("write labels to a file or folder"), lw_cli_export },
  { "convert", "SOURCE TARGET [--from ID] --to ID [--images DIR]",
    N_ ("turn one format into another, without a project"), lw_cli_convert },
  { "formats", "",
    N_ ("list what can be read and written, and what is lost"), lw_cli_formats },
  { "info",    "PROJECT",
    N_ ("count by class, annotator, state and lot"), lw_cli_info },
  { "check",   "PROJECT",
    N_ ("prove the project file whole: its journal replayed gives its tables"), lw_cli_check },
  { "log",     "PROJECT [--since VERSION|SEQ] [--annotator NAME]",
    N_ ("print the journal, one JSON object a line"), lw_cli_log },
  { "class",   "PROJECT list|export | PROJECT import FILE | PROJECT add|move NAME [--parent NAME] | PROJECT rename NAME NEW | PROJECT guideline NAME TEXT | "
               "PROJECT archive|restore|remove NAME | PROJECT merge NAME INTO | PROJECT split NAME NEW PIXELS",
    N_ ("list and change the classes; a text has one a line, those below another one indented; split gives boxes with no edge of that many pixels another class"), lw_cli_class },
  { "attribute", "PROJECT list | PROJECT add NAME --type TYPE [--class NAME] [--choice TEXT]... [--default VALUE] | "
                 "PROJECT archive|restore|remove NAME [--class NAME]",
    N_ ("list and change what boxes can be asked about"), lw_cli_attribute },
  { "note",    "PROJECT [IMAGE TEXT | --remove IMAGE] [--annotator NAME]",
    N_ ("list the images that are flagged with a note, or flag one"), lw_cli_note },
  { "undo",    "PROJECT [--annotator NAME]",
    N_ ("take back the last step"), lw_cli_undo },
  { "redo",    "PROJECT [--annotator NAME]",
    N_ ("make the step again that was taken back"), lw_cli_redo },
  { "relink",  "PROJECT FOLDER",
    N_ ("find the images again after their folder was moved"), lw_cli_relink },
  { "score",   "labels --labels FILE[:COLUMN] --pred-probs FILE [--method METHOD] [--adjust] [--filter FILTER] [-o FILE] [--summary] | "
               "boxes --annotations FILE --predictions FILE [-o FILE] [--images FILE] | multi-label --labels FILE --pred-probs FILE | "
               "outliers --features FILE",
    N_ ("find the labels that are likely wrong, by a classifier's probabilities or a detector's boxes, and items that are unlike others"), lw_cli_score },
  { "consensus", "classes ANSWERS [--method METHOD] [--pred-probs FILE] [-o FILE] [--workers FILE] | "
                 "boxes BOXES | boxes --annotations FILE FILE... [--iou T] [-o FILE] [--workers FILE]",
    N_ ("make one class per item of several workers' answers, or one set of objects of several annotators' boxes"), lw_cli_consensus },
  { "agreement", "classes ANSWERS [-o FILE] [--pairs FILE] | boxes BOXES [--iou T] [-o FILE] [--pairs FILE]",
    N_ ("measure how far workers agree beyond chance: kappas and alpha, of boxes on what there is, what and where, with intervals"), lw_cli_agreement },
  { "evaluate", "--annotations FILE --predictions FILE [--iou IOU] [--score SCORE] [--class-agnostic]",
    N_ ("measure a detector: average precision and recall, confusion matrix"), lw_cli_evaluate },
  { "fuse",    "PREDICTIONS... --method wbf|nms|soft-nms|nmw [--iou IOU] [--skip SCORE] [--weights W,W...] [-o FILE]",
    N_ ("make one set of several detectors' boxes"), lw_cli_fuse },
  { "version", "PROJECT save NAME | PROJECT list | PROJECT diff A B",
    N_ ("name the present state, list the names, compare two"), lw_cli_version },
};
/* clang-format on */

static char *path_to_open;

static const LwCliCommand *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];

  return NULL;
}

/* --- Stopping --- */

/* The first signal asks the command to stop, which takes back what it had begun;
 * a second one does not wait for that: the project file survives it. */
static gpointer
wait_for_signals (gpointer data)
{
  GCancellable *cancellable = data;
  sigset_t      signals;
  int           number;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);

  if (sigwait (&signals, &number) == 0)
    g_cancellable_cancel (cancellable);
  if (sigwait (&signals, &number) == 0)
    _exit (LW_CLI_FAILED);

  return NULL;
}

/* A thread that waits, not a handler: cancelling takes locks, which no handler may.
 * The signals are blocked first, so that every later thread leaves them to it. */
static void
watch_signals (GCancellable *cancellable)
{
  sigset_t signals;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  pthread_sigmask (SIG_BLOCK, &signals, NULL);

  g_thread_unref (g_thread_new ("signals", wait_for_signals, g_object_ref (cancellable)));
}

static void
unblock_signals (void)
{
  sigset_t signals;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  pthread_sigmask (SIG_UNBLOCK, &signals, NULL);
}

/* --- Progress --- */

static int shown_percent = -1;

void
lw_cli_show_progress (double   fraction,
                      gpointer unused)
{
  const int percent = (int) (CLAMP (fraction, 0.0, 1.0) * 100);

  if (percent == shown_percent || !isatty (STDERR_FILENO))
    return;

  shown_percent = percent;
  g_printerr ("\r%3d %%", percent);
}

void
lw_cli_end_progress (void)
{
  if (shown_percent >= 0)
    g_printerr ("\r     \r");

  shown_percent = -1;
}

/* --- Help --- */

static void
print_help (void)
{
  g_print ("%s\n  labelwright [PROJECT%s | %s | %s]\n", _ ("Usage:"), LW_STORE_SUFFIX,
           _ ("IMAGE-FOLDER"), _ ("ANNOTATION-FILE"));
  g_print ("      %s\n", _ ("open the workbench"));

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  labelwright %s%s%s\n      %s\n", commands[i].name, commands[i].arguments[0] != '\0' ? " " : "",
             commands[i].arguments, _ (commands[i].summary));

  g_print ("\n%s\n", _ ("Every command takes --help and --json.  Exit status: 0 done, 1 failed, 2 wrong usage."));
}

static void
print_usage (const LwCliCommand *command)
{
  g_printerr ("%s labelwright %s%s%s\n", _ ("Usage:"), command->name, command->arguments[0] != '\0' ? " " : "",
              command->arguments);
}

static int
fail_without_command (const char *name)
{
  g_autofree char *message = name[0] == '-' ? g_strdup_printf (_ ("unknown option “%s”"), name)
                                            : g_strdup_printf (_ ("“%s” is neither a command nor a file"), name);

  g_printerr ("labelwright: %s\n%s labelwright [COMMAND] [--help]\n", message, _ ("Usage:"));

  return LW_CLI_USAGE;
}

/* --- What commands share --- */

gboolean
lw_cli_parse (LwCli              *self,
              const GOptionEntry *entries,
              int                *argc,
              char             ***argv,
              int                 n_min,
              int                 n_max,
              GError            **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (self->command->arguments);
  g_autofree char   *program = g_strconcat ("labelwright ", self->command->name, NULL);
  const GOptionEntry own[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_ ("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_set_prgname (program);
  g_option_context_set_summary (context, _ (self->command->summary));
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, own, GETTEXT_PACKAGE);

  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;

  /* "--" that ends the options is left in place by GLib in front of one. */
  if (*argc > 1 && g_str_equal ((*argv)[1], "--"))
    {
      memmove (*argv + 1, *argv + 2, (*argc - 1) * sizeof **argv);
      *argc -= 1;
    }

  if (*argc - 1 >= n_min && *argc - 1 <= n_max)
    return TRUE;

  if (*argc - 1 < n_min)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("an argument is missing"));
  else
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("one argument too many: “%s”"), (*argv)[n_max + 1]);

  return FALSE;
}

LwStore *
lw_cli_open_for_writing (const char *path,
                         GError    **error)
{
  g_autoptr (LwStore) store = lw_store_open (path, error);
  const char *reason;

  if (store == NULL)
    return NULL;

  if ((reason = lw_store_get_read_only_reason (store)) != NULL)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_READ_ONLY, "%s: %s", path, reason);
      return NULL;
    }

  return g_steal_pointer (&store);
}

gboolean
lw_cli_find_annotator (LwStore    *store,
                       const char *name,
                       gint64     *key,
                       GError    **error)
{
  g_autoptr (GArray) rows = NULL;

  *key = 0;

  if (name == NULL)
    return TRUE;

  if (!(rows = lw_store_list_annotators (store, error)))
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    if (g_str_equal (g_array_index (rows, LwAnnotatorRow, i).name, name))
      {
        *key = g_array_index (rows, LwAnnotatorRow, i).key;
        return TRUE;
      }

  g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND,
               _ ("Nobody called “%s” has labelled here; “labelwright info” lists who has"), name);

  return FALSE;
}

gboolean
lw_cli_choose_annotator (LwStore    *store,
                         const char *name,
                         gint64     *key,
                         GError    **error)
{
  g_autoptr (GArray) rows = NULL;

  if (name != NULL)
    return lw_cli_find_annotator (store, name, key, error);

  if (!(rows = lw_store_list_annotators (store, error)))
    return FALSE;

  if (rows->len != 1)
    {
      g_set_error_literal (error, LW_ERROR, LW_ERROR_INVALID,
                           rows->len == 0 ? _ ("Nobody has labelled here yet: open the project once, or import labels")
                                          : _ ("Several people label here; say whose step this is with --annotator"));
      return FALSE;
    }

  *key = g_array_index (rows, LwAnnotatorRow, 0).key;

  return TRUE;
}

void
lw_cli_set_path_to_open (const char *path)
{
  g_free (path_to_open);
  path_to_open = g_strdup (path);
}

const char *
lw_cli_get_path_to_open (void)
{
  return path_to_open;
}

/* --- Running --- */

gboolean
lw_cli_is_command (const char *name)
{
  static const char *const words[] = { "help", "--help", "-h", "--version", NULL };

  return find_command (name) != NULL || g_strv_contains (words, name);
}

static int
report_error (const LwCliCommand *command,
              const GError       *error)
{
  const gboolean   is_stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_autofree char *message = g_strdup (is_stopped ? _ ("stopped; nothing was changed") : error->message);

  /* Names of files and people may hold line ends; a message is one line. */
  g_strdelimit (message, "\n\r\x1b", ' ');
  g_printerr ("labelwright: %s: %s\n", command->name, message);

  if (error->domain != G_OPTION_ERROR)
    return LW_CLI_FAILED;

  print_usage (command);

  return LW_CLI_USAGE;
}

static int
run_command (const LwCliCommand *command,
             int                 argc,
             char              **argv)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  LwCli    self = { .command = command, .cancellable = cancellable };
  gboolean is_done;

  watch_signals (cancellable);
  is_done = command->run (&self, argc, argv, &error);
  unblock_signals ();
  lw_cli_end_progress ();

  /* A full disk shows only now where the output went to a file. */
  if (is_done && (fflush (stdout) != 0 || ferror (stdout)))
    {
      g_set_error_literal (&error, LW_ERROR, LW_ERROR_NO_SPACE, _ ("The output cannot be written; is the disk full?"));
      is_done = FALSE;
    }

  return is_done ? LW_CLI_DONE : report_error (command, error);
}

int
lw_cli_run (int    argc,
            char **argv)
{
  const char         *name = argc > 1 ? argv[1] : "--help";
  const LwCliCommand *command = find_command (name);

  /* Numbers in reports and examples are for programs too. */
  setlocale (LC_NUMERIC, "C");

  if (command != NULL)
    return run_command (command, argc - 1, argv + 1);

  if (g_str_equal (name, "--version"))
    {
      g_print ("labelwright %s\n", LW_VERSION);
      return LW_CLI_DONE;
    }

  if (lw_cli_is_command (name))
    {
      print_help ();
      return LW_CLI_DONE;
    }

  return fail_without_command (name);
}
