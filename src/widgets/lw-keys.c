/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-keys.h"

#include <glib/gi18n-lib.h>

#define GENERAL N_ ("General")
#define IMAGES N_ ("Images")
#define BOXES N_ ("Boxes")
#define CLASSES N_ ("Classes")
#define VIEW N_ ("View")

/* clang-format off */
static const LwKey keys[] = {
  { LW_KEY_ALWAYS,      GENERAL, N_("New window"),                       "app.new-window",        "<Control>n" },
  { LW_KEY_ALWAYS,      GENERAL, N_("Open a project or annotation file"), "win.open",             "<Control>o" },
  { LW_KEY_ALWAYS,      GENERAL, N_("Open a folder of images"),          "win.open-folder",       "<Control>u" },
  { LW_KEY_ALWAYS,      GENERAL, N_("Import labels"),                    "win.import",            "<Control>i" },
  { LW_KEY_ALWAYS,      GENERAL, N_("Export labels"),                    "win.export",            "<Control>e" },
  { LW_KEY_AFTER_FOCUS, GENERAL, N_("Undo"),                             "label.undo",            "<Control>z" },
  { LW_KEY_AFTER_FOCUS, GENERAL, N_("Redo"),                             "label.redo",            "<Control><Shift>z <Control>y" },
  { LW_KEY_AFTER_FOCUS, GENERAL, N_("Nothing to save: labels are kept as you work"), "label.saved", "<Control>s" },
  { LW_KEY_ALWAYS,      GENERAL, N_("Keyboard shortcuts"),               "app.shortcuts",         "F1 <Control>question" },
  { LW_KEY_ALWAYS,      GENERAL, N_("Close the window"),                 "window.close",          "<Control>w" },
  { LW_KEY_ALWAYS,      GENERAL, N_("Quit"),                             "app.quit",              "<Control>q" },

  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Next image"),                       "label.next",            "d Page_Down" },
  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Previous image"),                   "label.previous",        "a Page_Up" },
  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Done, and on to the next"),         "label.done",            "space" },
  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Skip, and on to the next"),         "label.skip",            "<Shift>space" },
  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Find images"),                      "label.search",          "<Control>f" },

  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Zoom in"),                          "label.zoom-in",         "<Control>plus <Control>equal <Control>KP_Add plus" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Zoom out"),                         "label.zoom-out",        "<Control>minus <Control>KP_Subtract minus" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Actual size"),                      "label.actual-size",     "<Control>0" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Fit the image"),                    "label.fit",             "f" },
  { LW_KEY_ALWAYS,      VIEW,    N_("Image list"),                       "win.show-sidebar",      "F9" },
  { LW_KEY_ALWAYS,      VIEW,    N_("Classes and boxes"),                "win.show-inspector",    "<Shift>F9" },
  { LW_KEY_ALWAYS,      VIEW,    N_("Full screen"),                      "win.fullscreen",        "F11" },
  { LW_KEY_ALWAYS,      VIEW,    N_("Main menu"),                        "win.menu",              "F10" },

  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Draw boxes"),                       "label.draw",            "w r" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("One step back towards selecting"),  "label.back",            "Escape" },
  { LW_KEY_CANVAS,      BOXES,   N_("Set a corner while drawing"),       NULL,                    "Return" },
  { LW_KEY_CANVAS,      BOXES,   N_("Next and previous box"),            NULL,                    "Tab <Shift>Tab" },
  { LW_KEY_CANVAS,      BOXES,   N_("Move the box by one pixel, or by ten"), NULL,                "Left <Shift>Left" },
  { LW_KEY_CANVAS,      BOXES,   N_("Resize the box"),                   NULL,                    "<Control>Left" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Delete"),                           "label.delete",          "Delete BackSpace" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Duplicate"),                        "label.duplicate",       "<Control>d" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Copy"),                             "label.copy",            "<Control>c" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Paste"),                            "label.paste",           "<Control>v" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Take the boxes of the previous image"), "label.from-previous", "<Control>b" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Select all"),                       "label.select-all",      "<Control>a" },

  { LW_KEY_AFTER_FOCUS, CLASSES, N_("Class of the selection, or to draw with"), "label.class(0)", "1" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.class(0)", "KP_1" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.class(1)", "2 KP_2" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.class(2)", "3 KP_3" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.class(3)", "4 KP_4" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.class(4)", "5 KP_5" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.class(5)", "6 KP_6" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.class(6)", "7 KP_7" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.class(7)", "8 KP_8" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.class(8)", "9 KP_9" },
  { LW_KEY_AFTER_FOCUS, CLASSES, N_("The tenth class"),                  "label.class(9)",        "0" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.class(9)", "KP_0" },
  { LW_KEY_AFTER_FOCUS, CLASSES, N_("Class of the whole image"),         "label.tag(0)",          "<Shift>1" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.tag(1)", "<Shift>2" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.tag(2)", "<Shift>3" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.tag(3)", "<Shift>4" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.tag(4)", "<Shift>5" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.tag(5)", "<Shift>6" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.tag(6)", "<Shift>7" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.tag(7)", "<Shift>8" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.tag(8)", "<Shift>9" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.tag(9)", "<Shift>0" },
  { LW_KEY_AFTER_FOCUS, CLASSES, N_("Choose the class of the selection"), "label.edit-class",     "F2 Return" },
};
/* clang-format on */

const LwKey *
lw_keys_list (guint *n_keys)
{
  *n_keys = G_N_ELEMENTS (keys);

  return keys;
}

void
lw_keys_set_accels (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].scope == LW_KEY_ALWAYS)
      {
        g_auto (GStrv) accels = g_strsplit (keys[i].keys, " ", -1);

        gtk_application_set_accels_for_action (application, keys[i].action,
                                               (const char *const *) accels);
      }
}

static void
add_shortcut (GtkShortcutController *controller,
              const char            *accel,
              const char            *detailed_action)
{
  g_autoptr (GVariant) target = NULL;
  g_autofree char    *name = NULL;
  GtkShortcutTrigger *trigger = gtk_shortcut_trigger_parse_string (accel);
  GtkShortcut        *shortcut;

  g_assert (trigger != NULL);

  if (!g_action_parse_detailed_name (detailed_action, &name, &target, NULL))
    g_assert_not_reached ();

  shortcut = gtk_shortcut_new (trigger, gtk_named_action_new (name));
  gtk_shortcut_set_arguments (shortcut, target);
  gtk_shortcut_controller_add_shortcut (controller, shortcut);
}

static void
add_controller (GtkWidget       *widget,
                GtkShortcutScope scope)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  /* In the bubble phase, so that an entry has the keys first. */
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), scope);
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_BUBBLE);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].scope == LW_KEY_AFTER_FOCUS)
      {
        g_auto (GStrv) accels = g_strsplit (keys[i].keys, " ", -1);

        for (guint k = 0; accels[k] != NULL; k++)
          add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), accels[k], keys[i].action);
      }

  gtk_widget_add_controller (widget, controller);
}

/* Twice: the window itself takes Space and Enter before it looks at the global
 * ones, and those that are only local do not work while a button of the header
 * bar has the focus. */
void
lw_keys_add_shortcuts (GtkWidget *widget)
{
  add_controller (widget, GTK_SHORTCUT_SCOPE_LOCAL);
  add_controller (widget, GTK_SHORTCUT_SCOPE_GLOBAL);
}

char *
lw_keys_dup_accel (const char *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_strcmp0 (keys[i].action, action) == 0)
      return g_strndup (keys[i].keys, strcspn (keys[i].keys, " "));

  return NULL;
}

char *
lw_keys_dup_tooltip (const char *text,
                     const char *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_strcmp0 (keys[i].action, action) == 0)
      {
        g_auto (GStrv) accels = g_strsplit (keys[i].keys, " ", -1);
        g_autofree char *label = NULL;
        GdkModifierType  modifiers;
        guint            keyval;

        if (!gtk_accelerator_parse (accels[0], &keyval, &modifiers))
          break;

        label = gtk_accelerator_get_label (keyval, modifiers);

        /* Translators: what a button does, and its key: "Next Image (D)" */
        return g_strdup_printf (_ ("%s (%s)"), text, label);
      }

  return g_strdup (text);
}

/* Two sections, of two columns each: what does not fit would go to numbered pages,
 * whose switcher warns about its own labels in libadwaita 1.2. */
#define SECTION_ROWS 17

static gboolean
starts_section (guint i)
{
  return i == 0 || g_str_equal (keys[i].group, BOXES);
}

static void
append_group (GString *ui,
              guint    i)
{
  g_autofree char *heading = g_markup_escape_text (_ (keys[i].group), -1);

  if (i > 0)
    g_string_append (ui, "</object></child>");

  if (starts_section (i))
    {
      g_autofree char *title = g_markup_escape_text (i == 0 ? _ ("The window") : _ ("Labelling"), -1);

      g_string_append_printf (ui, "%s<child><object class='GtkShortcutsSection'>"
                                  "<property name='section-name'>section-%u</property>"
                                  "<property name='title'>%s</property>"
                                  "<property name='max-height'>%u</property>",
                              i > 0 ? "</object></child>" : "", i, title, SECTION_ROWS);
    }

  g_string_append_printf (ui, "<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>", heading);
}

/* The builder is the only way to put groups into a shortcuts window before GTK 4.14. */
static char *
dup_window_ui (void)
{
  GString *ui = g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'>"
                              "<property name='modal'>1</property>");

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *title = NULL;
      g_autofree char *accels = NULL;

      if (i == 0 || !g_str_equal (keys[i - 1].group, keys[i].group))
        append_group (ui, i);

      if (keys[i].title == NULL)
        continue;

      title = g_markup_escape_text (_ (keys[i].title), -1);
      accels = g_markup_escape_text (keys[i].keys, -1);
      g_string_append_printf (ui, "<child><object class='GtkShortcutsShortcut'><property name='title'>%s</property>"
                                  "<property name='accelerator'>%s</property></object></child>",
                              title, accels);
    }

  g_string_append (ui, "</object></child></object></child></object></interface>");

  return g_string_free (ui, FALSE);
}

GtkWindow *
lw_keys_new_window (void)
{
  g_autofree char *ui = dup_window_ui ();
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_string (ui, -1);

  return GTK_WINDOW (gtk_builder_get_object (builder, "window"));
}
