/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-inspector.h"
#include "lw-box-list.h"
#include "lw-class-button.h"
#include "lw-class-list.h"
#include "lw-class-page.h"
#include "lw-class-palette.h"
#include "lw-class-popover.h"
#include "lw-class-tree-view.h"
#include "lw-guideline-pane.h"
#include "lw-export-dialog.h"
#include "lw-image-cell.h"
#include "lw-image-sidebar.h"
#include "lw-import-dialog.h"
#include "lw-key-dialog.h"
#include "lw-key-hints.h"
#include "lw-key-presets.h"
#include "lw-keys.h"
#include "lw-label-page.h"
#include "lw-open-target.h"
#include "lw-palette-row.h"
#include "lw-preferences-window.h"
#include "lw-recent-row.h"
#include "lw-report-view.h"
#include "lw-settings.h"
#include "lw-shortcuts-window.h"
#include "lw-start-page.h"
#include "lw-window.h"

#include <glib/gstdio.h>
#include <string.h>

/* --- Every template can be made, and nothing keeps it alive --- */

static GType
get_type (guint i)
{
  GType types[] = {
    LW_TYPE_BOX_INSPECTOR,
    LW_TYPE_BOX_LIST,
    LW_TYPE_CLASS_BUTTON,
    LW_TYPE_CLASS_LIST,
    LW_TYPE_CLASS_PAGE,
    LW_TYPE_CLASS_PALETTE,
    LW_TYPE_CLASS_POPOVER,
    LW_TYPE_CLASS_TREE_VIEW,
    LW_TYPE_GUIDELINE_PANE,
    LW_TYPE_IMAGE_CELL,
    LW_TYPE_IMAGE_SIDEBAR,
    LW_TYPE_LABEL_PAGE,
    LW_TYPE_PALETTE_ROW,
    LW_TYPE_RECENT_ROW,
    LW_TYPE_REPORT_VIEW,
    LW_TYPE_START_PAGE,
  };

  return i < G_N_ELEMENTS (types) ? types[i] : 0;
}

static void
test_template (gconstpointer data)
{
  GtkWidget *widget = g_object_ref_sink (g_object_new (get_type (GPOINTER_TO_UINT (data)), NULL));

  g_assert_finalize_object (widget);
}

static void
test_toplevel (gconstpointer data)
{
  const GType types[] = { LW_TYPE_WINDOW, LW_TYPE_IMPORT_DIALOG, LW_TYPE_EXPORT_DIALOG,
                          LW_TYPE_PREFERENCES_WINDOW, LW_TYPE_SHORTCUTS_WINDOW, LW_TYPE_KEY_DIALOG };
  GtkWidget  *window = g_object_ref (g_object_new (types[GPOINTER_TO_UINT (data)], NULL));

  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (window);
}

/* --- Keys --- */

static void
test_keys_parse (void)
{
  guint        n_keys;
  const LwKey *keys = lw_keys_list (&n_keys);

  for (guint i = 0; i < n_keys; i++)
    {
      g_auto (GStrv) accels = g_strsplit (keys[i].keys, " ", -1);

      for (guint k = 0; accels[k] != NULL; k++)
        {
          GdkModifierType modifiers;
          guint           keyval;

          g_assert_true (gtk_accelerator_parse (accels[k], &keyval, &modifiers));

          /* What comes before the focus must not be something that can be typed. */
          if (keys[i].scope == LW_KEY_ALWAYS)
            g_assert_true ((modifiers & GDK_CONTROL_MASK) != 0 || (keyval >= GDK_KEY_F1 && keyval <= GDK_KEY_F12));
        }
    }
}

static void
test_keys_unique (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint        n_keys;
  const LwKey *keys = lw_keys_list (&n_keys);

  for (guint i = 0; i < n_keys; i++)
    {
      g_auto (GStrv) accels = g_strsplit (keys[i].keys, " ", -1);

      /* The canvas shares Enter: it wants it only while drawing. */
      for (guint k = 0; keys[i].scope != LW_KEY_CANVAS && accels[k] != NULL; k++)
        if (!g_hash_table_add (seen, g_strdup (accels[k])))
          g_error ("%s has two meanings", accels[k]);
    }
}

/* The editor changes actions: two rows of one would be two places to change. */
static void
test_keys_rows (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint        n_keys;
  const LwKey *keys = lw_keys_list (&n_keys);

  g_assert_nonnull (keys[0].title);

  for (guint i = 0; i < n_keys; i++)
    if (keys[i].action != NULL && !g_hash_table_add (seen, (gpointer) keys[i].action))
      g_error ("%s has two rows", keys[i].action);
}

static char *
dup_tooltip_of (GtkWidget  *widget,
                const char *action)
{
  const char *name = GTK_IS_ACTIONABLE (widget) ? gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)) : NULL;
  char       *tooltip = g_strcmp0 (name, action) == 0 ? g_strdup (gtk_widget_get_tooltip_text (widget)) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && tooltip == NULL;
       child = gtk_widget_get_next_sibling (child))
    tooltip = dup_tooltip_of (child, action);

  return tooltip;
}

/* Whoever writes a button writes its tooltip without the key: it is added, and follows. */
static void
test_keys_tooltips (void)
{
  g_autoptr (GtkWidget) page = g_object_ref_sink (lw_label_page_new ());
  LwKeyMap        *map = lw_keys_get_map ();
  guint            n_keys;
  const LwKey     *keys = lw_keys_list (&n_keys);
  g_autofree char *changed = NULL;

  for (guint i = 0; i < n_keys; i++)
    {
      g_autofree char *tooltip = keys[i].action != NULL ? dup_tooltip_of (page, keys[i].action) : NULL;

      if (tooltip != NULL && strchr (tooltip, '(') != strrchr (tooltip, '('))
        g_error ("the tooltip \"%s\" has its key twice: leave it out of the template", tooltip);
    }

  g_assert_true (lw_key_map_add (map, lw_key_map_find (map, "label.skip"), "<Control>F12"));
  lw_key_map_remove (map, lw_key_map_find (map, "label.skip"), "<Shift>space");
  changed = dup_tooltip_of (page, "label.skip");
  g_assert_nonnull (strstr (changed, "(Ctrl+F12)"));
  lw_key_map_choose (map, NULL, 0);
}

static GtkWidget *
find_of_type (GtkWidget *widget,
              GType      type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_of_type (child, type);

  return found;
}

/* They go after the first hour, or when somebody says so, on all pages at once. */
static void
test_key_hints (void)
{
  g_autoptr (GtkWidget) page = g_object_ref_sink (lw_label_page_new ());
  GtkWidget       *hints = find_of_type (page, LW_TYPE_KEY_HINTS);
  GtkWidget       *button = find_of_type (hints, GTK_TYPE_BUTTON);
  GSettings       *settings = lw_settings_get ();
  g_autofree char *kept = NULL;

  g_assert_true (gtk_widget_get_visible (hints));
  g_settings_set_int (settings, "key-hints-seconds", 3600);
  g_assert_false (gtk_widget_get_visible (hints));
  g_settings_set_string (settings, "key-hints", "always");
  g_assert_true (gtk_widget_get_visible (hints));

  g_signal_emit_by_name (button, "clicked");
  g_assert_false (gtk_widget_get_visible (hints));
  kept = g_settings_get_string (settings, "key-hints");
  g_assert_cmpstr (kept, ==, "never");

  g_settings_reset (settings, "key-hints");
  g_settings_reset (settings, "key-hints-seconds");
  g_assert_true (gtk_widget_get_visible (hints));
}

/* A change is kept, and what somebody else keeps is taken up. */
static void
test_keys_settings (void)
{
  LwKeyMap  *map = lw_keys_get_map ();
  GSettings *settings = lw_settings_get ();
  g_autoptr (GVariant) kept = NULL;
  g_autofree char *text = NULL;
  g_autofree char *accel = NULL;

  lw_key_map_add (map, lw_key_map_find (map, "label.fit"), "<Control>F12");
  kept = g_settings_get_value (settings, "shortcuts");
  text = g_variant_print (kept, FALSE);
  g_assert_cmpstr (text, ==, "{'label.fit': ['f', '<Control>F12']}");

  g_settings_set (settings, "shortcuts", "@a{sas}", g_variant_new_parsed ("@a{sas} {'label.fit': ['nonsense', 'F7']}"));
  accel = lw_keys_dup_accel ("label.fit");
  g_assert_cmpstr (accel, ==, "F7");

  g_settings_reset (settings, "shortcuts");
  g_assert_true (lw_key_map_has_chosen (map, NULL, 0));
}

/* Every key of the label page reaches an action that there is. */
static void
test_keys_actions (void)
{
  g_autoptr (GtkWidget) page = g_object_ref_sink (lw_label_page_new ());
  GActionGroup *actions = lw_label_page_get_actions (LW_LABEL_PAGE (page));
  guint         n_keys;
  const LwKey  *keys = lw_keys_list (&n_keys);

  for (guint i = 0; i < n_keys; i++)
    {
      g_autofree char *name = NULL;
      g_autoptr (GVariant) target = NULL;
      const GVariantType *type;

      if (keys[i].scope != LW_KEY_AFTER_FOCUS)
        continue;

      g_assert_true (g_action_parse_detailed_name (keys[i].action, &name, &target, NULL));
      g_assert_true (g_str_has_prefix (name, "label."));
      g_assert_true (g_action_group_has_action (actions, name + strlen ("label.")));

      type = g_action_group_get_action_parameter_type (actions, name + strlen ("label."));
      g_assert_true (type == NULL ? target == NULL : g_variant_is_of_type (target, type));
    }
}

/* Each preset gives every command of it the keys that it says: none takes another's. */
static void
test_keys_presets (void)
{
  LwKeyMap          *map = lw_keys_get_map ();
  guint              n_presets;
  const LwKeyPreset *presets = lw_key_presets_list (&n_presets);

  for (guint i = 0; i < n_presets; i++)
    {
      lw_key_map_choose (map, presets[i].choices, presets[i].n_choices);
      g_assert_cmpuint (lw_key_presets_find (map), ==, i);

      for (guint k = 0; k < presets[i].n_choices; k++)
        {
          const LwKeyChoice *choice = &presets[i].choices[k];
          const guint        command = lw_key_map_find (map, choice->action);
          g_autofree char   *keys = NULL;

          if (command == G_MAXUINT)
            continue;

          keys = g_strjoinv (" ", (char **) lw_key_map_get_accels (map, command));
          g_assert_cmpstr (keys, ==, choice->keys);
        }
    }

  g_assert_cmpuint (lw_key_presets_find (map), ==, n_presets - 1);
  lw_key_map_choose (map, NULL, 0);
}

/* Without a project every edit is out of reach, not a crash. */
static void
test_page_empty (void)
{
  g_autoptr (GtkWidget) page = g_object_ref_sink (lw_label_page_new ());
  GActionGroup *actions = lw_label_page_get_actions (LW_LABEL_PAGE (page));
  const char   *edits[] = { "undo", "redo", "delete", "duplicate", "paste", "from-previous", "done", "skip", "draw" };

  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    g_assert_false (g_action_group_get_action_enabled (actions, edits[i]));

  g_action_group_activate_action (actions, "next", NULL);
  g_action_group_activate_action (actions, "class", g_variant_new_int32 (3));
  g_action_group_activate_action (actions, "select-all", NULL);
  g_assert_cmpint (lw_label_page_get_image (LW_LABEL_PAGE (page)), ==, 0);
}

/* --- Widths of the columns --- */

static gboolean
is_late_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/* Until the setting is that, or, where it never is, for five seconds. */
static void
wait_for_width (int width)
{
  gboolean is_late = FALSE;
  guint    source = g_timeout_add_seconds (5, is_late_cb, &is_late);

  while (!is_late && g_settings_get_int (lw_settings_get (), "inspector-width") != width)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (g_settings_get_int (lw_settings_get (), "inspector-width"), ==, width);

  if (!is_late)
    g_source_remove (source);
}

static GtkWidget *
show_page (void)
{
  GtkWidget *window = g_object_ref_sink (gtk_window_new ());

  gtk_window_set_default_size (GTK_WINDOW (window), 1300, 700);
  gtk_window_set_child (GTK_WINDOW (window), lw_label_page_new ());
  gtk_widget_show (window);
  gtk_test_widget_wait_for_draw (window);

  while (g_main_context_iteration (NULL, FALSE))
    ;

  return window;
}

static GtkPaned *
find_inner_paned (GtkWidget *window)
{
  GtkWidget *box = gtk_widget_get_first_child (gtk_window_get_child (GTK_WINDOW (window)));

  return GTK_PANED (gtk_paned_get_end_child (GTK_PANED (gtk_widget_get_first_child (box))));
}

static void
close_page (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (window);
}

/* What the column had is what it gets the next time, moved by hand or not. */
static void
test_widths (void)
{
  GtkWidget *window;
  GtkPaned  *paned;
  int        width;

  g_settings_set_int (lw_settings_get (), "inspector-width", 121);
  window = show_page ();
  width = gtk_widget_get_width (gtk_paned_get_end_child (find_inner_paned (window)));
  g_assert_cmpint (width, >, 121);
  close_page (window);
  g_assert_cmpint (g_settings_get_int (lw_settings_get (), "inspector-width"), ==, width);

  window = show_page ();
  paned = find_inner_paned (window);
  gtk_paned_set_position (paned, gtk_paned_get_position (paned) - 90);
  wait_for_width (width + 90);
  close_page (window);

  window = show_page ();
  g_assert_cmpint (gtk_widget_get_width (gtk_paned_get_end_child (find_inner_paned (window))), ==, width + 90);
  close_page (window);
}

/* --- What is opened --- */

static void
touch (const char *folder,
       const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
}

/* clang-format off */
static const struct
{
  const char  *name;
  const char  *image; /* that there is */
  const char  *path;  /* that is opened */
  LwTargetKind kind;
  const char  *folder;
} target_cases[] = {
  { "project",    "a.jpg",        "a.labelwright",   LW_TARGET_PROJECT,     NULL },
  { "missing",    "a.jpg",        "nothing.json",    LW_TARGET_PROJECT,     NULL },
  { "picture",    "a.jpg",        "a.jpg",           LW_TARGET_FOLDER,      ""   },
  { "beside",     "a.jpg",        "coco.json",       LW_TARGET_ANNOTATIONS, ""   },
  { "sub-folder", "images/a.jpg", "coco.json",       LW_TARGET_ANNOTATIONS, ""   },
  { "sibling",    "images/a.jpg", "labels/coco.json", LW_TARGET_ANNOTATIONS, ""  },
  { "no-images",  "readme.txt",   "x/y/z/coco.json", LW_TARGET_ANNOTATIONS, "x/y/z" },
};
/* clang-format on */

static void
test_target (gconstpointer data)
{
  guint            i = GPOINTER_TO_UINT (data);
  g_autofree char *root = g_dir_make_tmp ("lw-target-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (root, target_cases[i].path, NULL);
  g_autofree char *wanted = NULL;
  g_autofree char *folder = NULL;

  touch (root, target_cases[i].image);

  if (!g_str_equal (target_cases[i].name, "missing"))
    touch (root, target_cases[i].path);

  g_assert_cmpint (lw_open_target_look (path, &folder), ==, target_cases[i].kind);

  if (target_cases[i].folder == NULL)
    g_assert_null (folder);
  else
    {
      wanted = target_cases[i].folder[0] != '\0' ? g_build_filename (root, target_cases[i].folder, NULL) : g_strdup (root);
      g_assert_cmpstr (folder, ==, wanted);
    }
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  for (guint i = 0; get_type (i) != 0; i++)
    {
      g_autofree char *path = g_strdup_printf ("/window/template/%s", g_type_name (get_type (i)));

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_template);
    }

  g_test_add_data_func ("/window/toplevel/window", GUINT_TO_POINTER (0), test_toplevel);
  g_test_add_data_func ("/window/toplevel/import", GUINT_TO_POINTER (1), test_toplevel);
  g_test_add_data_func ("/window/toplevel/export", GUINT_TO_POINTER (2), test_toplevel);
  g_test_add_data_func ("/window/toplevel/preferences", GUINT_TO_POINTER (3), test_toplevel);
  g_test_add_data_func ("/window/toplevel/shortcuts", GUINT_TO_POINTER (4), test_toplevel);
  g_test_add_data_func ("/window/toplevel/key-dialog", GUINT_TO_POINTER (5), test_toplevel);
  g_test_add_func ("/window/keys/parse", test_keys_parse);
  g_test_add_func ("/window/keys/unique", test_keys_unique);
  g_test_add_func ("/window/keys/actions", test_keys_actions);
  g_test_add_func ("/window/keys/presets", test_keys_presets);
  g_test_add_func ("/window/keys/rows", test_keys_rows);
  g_test_add_func ("/window/keys/tooltips", test_keys_tooltips);
  g_test_add_func ("/window/keys/hints", test_key_hints);
  g_test_add_func ("/window/keys/settings", test_keys_settings);
  g_test_add_func ("/window/page/empty", test_page_empty);
  g_test_add_func ("/window/page/widths", test_widths);

  for (guint i = 0; i < G_N_ELEMENTS (target_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/window/target/%s", target_cases[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_target);
    }

  return g_test_run ();
}
