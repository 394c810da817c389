/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-keys.h"

#include "lw-settings.h"

#include <glib/gi18n-lib.h>

#define SETTING "shortcuts"
#define MODIFIERS (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)

/* What a widget is remembered to say of itself. */
#define TOOLTIP_TEXT "lw-tooltip-text"
#define TOOLTIP_ACTION "lw-tooltip-action"

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
  { LW_KEY_ALWAYS,      GENERAL, N_("History of your steps"),            "win.history",           "<Control>h" },
  { LW_KEY_AFTER_FOCUS, GENERAL, N_("Nothing to save: labels are kept as you work"), "label.saved", "<Control>s" },
  { LW_KEY_ALWAYS,      GENERAL, N_("Preferences"),                      "app.preferences",       "<Control>comma" },
  { LW_KEY_ALWAYS,      GENERAL, N_("Keyboard shortcuts"),               "app.shortcuts",         "F1 <Control>question" },
  { LW_KEY_ALWAYS,      GENERAL, N_("To the next part of the window"),   "win.next-part",         "F6" },
  { LW_KEY_ALWAYS,      GENERAL, N_("To the previous part of the window"), "win.previous-part",   "<Shift>F6" },
  { LW_KEY_ALWAYS,      GENERAL, N_("Close the window"),                 "window.close",          "<Control>w" },
  { LW_KEY_ALWAYS,      GENERAL, N_("Quit"),                             "app.quit",              "<Control>q" },

  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Next image"),                       "label.next",            "d Page_Down" },
  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Previous image"),                   "label.previous",        "a Page_Up" },
  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Done, and on to the next"),         "label.done",            "space" },
  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Skip, and on to the next"),         "label.skip",            "<Shift>space" },
  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Flag the image, with a note"),      "label.flag",            "<Shift>f" },
  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Take the flag away"),               "label.unflag",          "<Alt>f" },
  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Go to an image by number or name"), "label.go-to",           "<Control>g" },
  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Next image not looked at"),         "label.next-unseen",     "<Alt>n" },
  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Next open image"),                  "label.next-open",       "<Alt>o" },
  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Next flagged image"),               "label.next-flagged",    "<Alt>g" },
  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Next skipped image"),               "label.next-skipped",    "<Alt>k" },
  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Many images, to give them classes"), "label.grid",           "g" },
  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Find images"),                      "label.search",          "<Control>f" },
  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Which images, in what order"),      "label.filter",          "<Control><Shift>f" },
  { LW_KEY_AFTER_FOCUS, IMAGES,  N_("Show all images"),                  "label.show-all",        "<Control><Shift>a" },

  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Zoom in"),                          "label.zoom-in",         "<Control>plus <Control>equal <Control>KP_Add plus" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Zoom out"),                         "label.zoom-out",        "<Control>minus <Control>underscore <Control>KP_Subtract minus" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Actual size"),                      "label.actual-size",     "<Control>0" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Fit the image"),                    "label.fit",             "f" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Brightness, contrast and colours"), "label.tone",            "b" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Black and white where most of the picture is"), "label.auto-window", "<Alt>b" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Brighter"),                         "label.brightness(1)",   "bracketright <Control><Shift>KP_Add" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Darker"),                           "label.brightness(-1)",  "bracketleft <Control><Shift>KP_Subtract" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("More contrast"),                    "label.contrast(1)",     "braceright" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Less contrast"),                    "label.contrast(-1)",    "braceleft" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Invert"),                           "label.invert",          "i" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Picture as in the file"),           "label.reset-tone",      "<Shift>b" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("View menu"),                       "label.view-menu",        "<Shift>v" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Magnifier"),                       "label.magnifier",        "z" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Captions"),                        "label.show-captions",    "<Shift>c" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Captions with sizes"),             "label.show-caption-sizes", "" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Captions with attributes"),        "label.show-caption-values", "" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Line patterns of classes"),        "label.show-patterns",    "<Shift>p" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Rulers"),                          "label.show-rulers",      "<Shift>r" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Mini-map"),                        "label.show-minimap",     "<Shift>m" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Boxes of other annotators"),       "label.show-ghosts",      "<Shift>o" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Set the scale"),                   "label.set-scale",        "<Control>k" },
  { LW_KEY_AFTER_FOCUS, VIEW,    N_("Guides at the pointer"),           "label.show-guides",      "<Shift>g" },
  { LW_KEY_ALWAYS,      VIEW,    N_("Image list"),                       "win.show-sidebar",      "F9" },
  { LW_KEY_ALWAYS,      VIEW,    N_("Classes and boxes"),                "win.show-inspector",    "<Shift>F9" },
  { LW_KEY_ALWAYS,      VIEW,    N_("Full screen"),                      "win.fullscreen",        "F11" },
  { LW_KEY_ALWAYS,      VIEW,    N_("Main menu"),                        "win.menu",              "F10" },

  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Draw boxes"),                       "label.draw",            "w r" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Draw by four points"),              "label.four-points",     "x" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Snap to edges"),                    "label.snap-to-edges",   "e" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("One step back towards selecting"),  "label.back",            "Escape" },
  { LW_KEY_CANVAS,      BOXES,   N_("Set a corner while drawing"),       NULL,                    "Return" },
  { LW_KEY_CANVAS,      BOXES,   N_("Take the last of four points back"), NULL,                   "BackSpace" },
  { LW_KEY_CANVAS,      BOXES,   N_("Begin in the middle of a box"),     NULL,                    "<Alt>Return" },
  { LW_KEY_CANVAS,      BOXES,   N_("Next and previous box"),            NULL,                    "Tab <Shift>Tab" },
  { LW_KEY_CANVAS,      BOXES,   N_("Move by one pixel or ten; enlarged by a tenth or one"), NULL,                "Left <Shift>Left" },
  { LW_KEY_CANVAS,      BOXES,   N_("Resize the box"),                   NULL,                    "<Control>Left" },
  { LW_KEY_CANVAS,      BOXES,   N_("Menu of the box, or of the image"), NULL,                 "Menu <Shift>F10" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Occluded, or not"),                 "label.occluded",        "q" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Truncated, or not"),                "label.truncated",       "<Shift>t" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Difficult, or not"),                "label.difficult",       "<Shift>d" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Crowd, or not"),                    "label.crowd",           "<Shift>q" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Delete"),                           "label.delete",          "Delete BackSpace KP_Delete" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Duplicate"),                        "label.duplicate",       "<Control>d" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Copy"),                             "label.copy",            "<Control>c" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Cut"),                              "label.cut",             "<Control>x" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Paste"),                            "label.paste",           "<Control>v" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Paste at the pointer"),             "label.paste-here",      "<Control><Shift>v" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Take the boxes of the previous image"), "label.from-previous", "<Control>b" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Select all"),                       "label.select-all",      "<Control>a" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Select all of the class"),          "label.select-class",    "s" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Invert the selection"),             "label.invert-selection", "<Shift>i" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Select the box below"),             "label.select-below",    "u" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Select by a frame"),                "label.select-frame",    "v" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Hide or show the boxes"),           "label.hide-boxes",      "h" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Hide what is selected"),            "label.hide-selection",  "<Shift>h" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Hide the class, or show it again"), "label.hide-class",      "<Alt>h" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Lock or unlock"),                   "label.lock",            "l" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Lock the class for the session"),   "label.lock-class",      "<Shift>l" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Align left edges"),                 "label.align-left",      "<Alt>Left" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Align right edges"),                "label.align-right",     "<Alt>Right" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Align top edges"),                  "label.align-top",       "<Alt>Up" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Align bottom edges"),               "label.align-bottom",    "<Alt>Down" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Align centres"),                    "label.align-centre",    "" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Align middles"),                    "label.align-middle",    "" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Distribute across"),                "label.distribute-across", "" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Distribute down"),                  "label.distribute-down", "" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Same width as the first"),          "label.same-width",      "" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Same height as the first"),         "label.same-height",     "" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Same size as the first"),           "label.same-size",       "" },
  { LW_KEY_AFTER_FOCUS, BOXES,   N_("Onto whole pixels"),                "label.whole-pixels",    "" },

  { LW_KEY_AFTER_FOCUS, CLASSES, N_("Class of the selection, or to draw with"), "label.class(0)", "1 KP_1" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.class(1)", "2 KP_2" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.class(2)", "3 KP_3" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.class(3)", "4 KP_4" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.class(4)", "5 KP_5" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.class(5)", "6 KP_6" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.class(6)", "7 KP_7" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.class(7)", "8 KP_8" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.class(8)", "9 KP_9" },
  { LW_KEY_AFTER_FOCUS, CLASSES, NULL, "label.class(9)", "0 KP_0" },
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
  { LW_KEY_AFTER_FOCUS, CLASSES, N_("Attributes"),                       "label.attributes",      "<Control>t" },
  { LW_KEY_AFTER_FOCUS, CLASSES, N_("Attributes of the selection"),      "label.focus-attributes", "t" },
  { LW_KEY_AFTER_FOCUS, CLASSES, N_("One attribute, box after box"),     "label.walk",            "<Control><Shift>t" },
  { LW_KEY_CANVAS,      CLASSES, N_("In that walk: next and previous box; 1 to 9, Y or N set a value, Backspace none"), NULL, "Tab <Shift>Tab" },
  { LW_KEY_AFTER_FOCUS, CLASSES, N_("Choose the class of the selection"), "label.edit-class",     "F2 Return" },
  { LW_KEY_AFTER_FOCUS, CLASSES, N_("Find a class"),                     "label.search-class",    "slash" },
  { LW_KEY_AFTER_FOCUS, CLASSES, N_("Guideline of the class"),           "label.show-guideline",  "<Shift>F1" },
  { LW_KEY_AFTER_FOCUS, CLASSES, N_("All classes"),                      "label.edit-classes",    "<Control>l" },
  { LW_KEY_AFTER_FOCUS, CLASSES, N_("Keep the box as an example of its class"), "label.use-as-example(false)", "<Control><Shift>e" },
  { LW_KEY_AFTER_FOCUS, CLASSES, N_("Keep the box as a counter-example"), "label.use-as-example(true)", "<Control><Alt>e" },
};
/* clang-format on */

/* --- The keys as they are now --- */

static void
map_changed_cb (LwKeyMap *map)
{
  g_autoptr (GVariant) changes = lw_key_map_dup_changes (map);

  g_settings_set_value (lw_settings_get (), SETTING, changes);
}

static void
settings_changed_cb (LwKeyMap *map)
{
  g_autoptr (GVariant) changes = g_settings_get_value (lw_settings_get (), SETTING);

  /* What cannot be used stays in the settings, for whoever wrote it to see. */
  g_signal_handlers_block_by_func (map, map_changed_cb, NULL);
  lw_key_map_set_changes (map, changes);
  g_signal_handlers_unblock_by_func (map, map_changed_cb, NULL);
}

LwKeyMap *
lw_keys_get_map (void)
{
  static LwKeyMap *map;

  if (map == NULL)
    {
      map = lw_key_map_new (keys, G_N_ELEMENTS (keys));
      settings_changed_cb (map);
      g_signal_connect (map, "changed", G_CALLBACK (map_changed_cb), NULL);
      g_signal_connect_swapped (lw_settings_get (), "changed::" SETTING, G_CALLBACK (settings_changed_cb), map);
    }

  return map;
}

const LwKey *
lw_keys_list (guint *n_keys)
{
  *n_keys = G_N_ELEMENTS (keys);

  return keys;
}

static const char *const *
find_accels (const char *action)
{
  static const char *const none[] = { NULL };
  const guint              command = action != NULL ? lw_key_map_find (lw_keys_get_map (), action) : G_MAXUINT;

  return command != G_MAXUINT ? lw_key_map_get_accels (lw_keys_get_map (), command) : none;
}

char *
lw_keys_dup_title (guint command)
{
  guint told = command;

  while (told > 0 && keys[told].title == NULL)
    told--;

  /* Translators: one of several numbered commands: "Class of the whole image (2)" */
  return told < command ? g_strdup_printf (_ ("%s (%u)"), _ (keys[told].title), command - told + 1)
                        : g_strdup (_ (keys[told].title));
}

/* --- The application and its pages --- */

static void
set_accels_cb (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].scope == LW_KEY_ALWAYS)
      gtk_application_set_accels_for_action (application, keys[i].action,
                                             lw_key_map_get_accels (lw_keys_get_map (), i));
}

void
lw_keys_set_accels (GtkApplication *application)
{
  set_accels_cb (application);
  g_signal_connect_object (lw_keys_get_map (), "changed", G_CALLBACK (set_accels_cb), application, G_CONNECT_SWAPPED);
}

#define COMMAND "lw-command" /* of a shortcut: its command, from 1 */
#define ACCELS "lw-accels"   /* of a shortcut: all keys that the command had then */

static void
add_shortcut (GtkShortcutController *controller,
              guint                  command,
              const char            *accel,
              const char            *accels)
{
  const char *detailed_action = keys[command].action;
  g_autoptr (GVariant) target = NULL;
  g_autofree char    *name = NULL;
  GtkShortcutTrigger *trigger = gtk_shortcut_trigger_parse_string (accel);
  GtkShortcut        *shortcut;

  g_assert (trigger != NULL);

  if (!g_action_parse_detailed_name (detailed_action, &name, &target, NULL))
    g_assert_not_reached ();

  shortcut = gtk_shortcut_new (trigger, gtk_named_action_new (name));
  gtk_shortcut_set_arguments (shortcut, target);
  g_object_set_data (G_OBJECT (shortcut), COMMAND, GUINT_TO_POINTER (command + 1));
  g_object_set_data_full (G_OBJECT (shortcut), ACCELS, g_strdup (accels), g_free);
  gtk_shortcut_controller_add_shortcut (controller, shortcut);
}

/* Takes away the shortcuts of commands whose keys are others now, and marks in @kept the
 * commands whose stay. */
static void
remove_changed (GtkShortcutController *controller,
                gboolean              *kept)
{
  GListModel *shortcuts = G_LIST_MODEL (controller);

  for (guint i = g_list_model_get_n_items (shortcuts); i > 0; i--)
    {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, i - 1);
      const guint      command = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (shortcut), COMMAND)) - 1;
      g_autofree char *now = g_strjoinv (" ", (char **) lw_key_map_get_accels (lw_keys_get_map (), command));

      kept[command] = g_str_equal (now, g_object_get_data (G_OBJECT (shortcut), ACCELS));

      if (!kept[command])
        gtk_shortcut_controller_remove_shortcut (controller, shortcut);
    }
}

/* Only what is different: GTK 4.8 may fail in a menu whose items lose their keys, even if they
 * get them back at once. */
static void
fill_controller_cb (GtkShortcutController *controller)
{
  gboolean kept[G_N_ELEMENTS (keys)] = { FALSE };

  remove_changed (controller, kept);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *const *accels = lw_key_map_get_accels (lw_keys_get_map (), i);
      g_autofree char   *all = g_strjoinv (" ", (char **) accels);

      /* Backwards: a menu shows the one that was added last. */
      for (guint k = g_strv_length ((char **) accels); keys[i].scope == LW_KEY_AFTER_FOCUS && !kept[i] && k > 0; k--)
        add_shortcut (controller, i, accels[k - 1], all);
    }
}

static void
add_controller (GtkWidget       *widget,
                GtkShortcutScope scope)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  /* In the bubble phase, so that an entry has the keys first. */
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), scope);
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_BUBBLE);
  fill_controller_cb (GTK_SHORTCUT_CONTROLLER (controller));
  g_signal_connect_object (lw_keys_get_map (), "changed", G_CALLBACK (fill_controller_cb), controller,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, controller);
}

/* The digit on the key that is pressed with Shift, by the place of the key: with Shift a
 * digit is another character on most keyboards.  0 for other keys. */
static guint
get_shifted_digit (GtkEventControllerKey *controller,
                   guint                  keycode,
                   GdkModifierType        state)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  const int  group = (int) gtk_event_controller_key_get_group (controller);
  guint      plain;

  if (!(state & GDK_SHIFT_MASK) ||
      !gdk_display_translate_key (gtk_widget_get_display (widget), keycode, 0, group, &plain, NULL, NULL, NULL))
    return 0;

  return plain >= GDK_KEY_0 && plain <= GDK_KEY_9 ? plain : 0;
}

static gboolean
digit_pressed_cb (GtkEventControllerKey *controller,
                  guint                  keyval,
                  guint                  keycode,
                  GdkModifierType        state,
                  gpointer               user_data)
{
  const guint      digit = get_shifted_digit (controller, keycode, state);
  g_autofree char *accel = digit != 0 ? gtk_accelerator_name (digit, state & MODIFIERS) : NULL;

  for (guint i = 0; accel != NULL && i < G_N_ELEMENTS (keys); i++)
    {
      const char *const *accels = lw_key_map_get_accels (lw_keys_get_map (), i);
      g_autofree char   *name = NULL;
      g_autoptr (GVariant) target = NULL;

      if (keys[i].action == NULL || !g_strv_contains (accels, accel) ||
          !g_action_parse_detailed_name (keys[i].action, &name, &target, NULL))
        continue;

      if (gtk_widget_activate_action_variant (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller)), name, target))
        return GDK_EVENT_STOP;
    }

  return GDK_EVENT_PROPAGATE;
}

/* Twice: the window itself takes Space and Enter before it looks at the global
 * ones, and those that are only local do not work while a button of the header
 * bar has the focus. */
void
lw_keys_add_shortcuts (GtkWidget *widget)
{
  GtkEventController *digits = gtk_event_controller_key_new ();

  g_signal_connect (digits, "key-pressed", G_CALLBACK (digit_pressed_cb), NULL);
  gtk_widget_add_controller (widget, digits);
  add_controller (widget, GTK_SHORTCUT_SCOPE_LOCAL);
  add_controller (widget, GTK_SHORTCUT_SCOPE_GLOBAL);
}

char *
lw_keys_dup_pressed (GtkEventControllerKey *controller,
                     guint                  keyval,
                     guint                  keycode,
                     GdkModifierType        state)
{
  GdkEvent       *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  const guint     digit = get_shifted_digit (controller, keycode, state);
  GdkModifierType modifiers = state & MODIFIERS;

  if (event != NULL && gdk_key_event_is_modifier (event))
    return NULL;

  if (digit != 0)
    keyval = digit;
  else if (gdk_keyval_to_lower (keyval) == gdk_keyval_to_upper (keyval) && event != NULL)
    /* What made a character of the key is not pressed besides it. */
    modifiers &= ~gdk_key_event_get_consumed_modifiers (event);

  return gtk_accelerator_name (gdk_keyval_to_lower (keyval), modifiers);
}

/* --- What is said of them --- */

char *
lw_keys_dup_accel (const char *action)
{
  return g_strdup (find_accels (action)[0]);
}

char *
lw_keys_dup_label (const char *action)
{
  const char *accel = find_accels (action)[0];

  return accel != NULL ? lw_key_dup_label (accel) : NULL;
}

static void
write_in_item (GMenu *menu,
               int    place)
{
  g_autoptr (GMenuItem) item = g_menu_item_new_from_model (G_MENU_MODEL (menu), place);
  g_autoptr (GVariant) action = g_menu_item_get_attribute_value (item, G_MENU_ATTRIBUTE_ACTION, G_VARIANT_TYPE_STRING);
  const char *accel = action != NULL ? find_accels (g_variant_get_string (action, NULL))[0] : NULL;

  g_menu_item_set_attribute (item, "accel", accel != NULL ? "s" : NULL, accel);
  g_menu_remove (menu, place);
  g_menu_insert_item (menu, place, item);
}

static void
write_in_menu_cb (GMenu *menu)
{
  for (int i = 0; i < g_menu_model_get_n_items (G_MENU_MODEL (menu)); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (G_MENU_MODEL (menu), i, G_MENU_LINK_SECTION);

      if (G_IS_MENU (section))
        write_in_menu_cb (G_MENU (section));
      else
        write_in_item (menu, i);
    }
}

void
lw_keys_write_in_menu (GMenu *menu)
{
  g_return_if_fail (G_IS_MENU (menu));

  write_in_menu_cb (menu);
  g_signal_connect_object (lw_keys_get_map (), "changed", G_CALLBACK (write_in_menu_cb), menu, G_CONNECT_SWAPPED);
}

char *
lw_keys_dup_tooltip (const char *text,
                     const char *action)
{
  g_autofree char *label = lw_keys_dup_label (action);

  /* Translators: what a button does, and its key: "Next Image (D)" */
  return label != NULL ? g_strdup_printf (_ ("%s (%s)"), text, label) : g_strdup (text);
}

static void
update_tooltip_cb (GtkWidget *widget)
{
  g_autofree char *tooltip = lw_keys_dup_tooltip (g_object_get_data (G_OBJECT (widget), TOOLTIP_TEXT),
                                                  g_object_get_data (G_OBJECT (widget), TOOLTIP_ACTION));

  gtk_widget_set_tooltip_text (widget, tooltip);
}

void
lw_keys_set_tooltip (GtkWidget  *widget,
                     const char *text,
                     const char *action)
{
  gboolean is_first;

  g_return_if_fail (GTK_IS_WIDGET (widget) && text != NULL && action != NULL);

  is_first = g_object_get_data (G_OBJECT (widget), TOOLTIP_TEXT) == NULL;
  g_object_set_data_full (G_OBJECT (widget), TOOLTIP_TEXT, g_strdup (text), g_free);
  g_object_set_data_full (G_OBJECT (widget), TOOLTIP_ACTION, g_strdup (action), g_free);
  update_tooltip_cb (widget);

  if (is_first)
    g_signal_connect_object (lw_keys_get_map (), "changed", G_CALLBACK (update_tooltip_cb), widget, G_CONNECT_SWAPPED);
}

static char *
dup_action (GtkWidget *widget)
{
  GtkActionable *actionable = GTK_IS_ACTIONABLE (widget) ? GTK_ACTIONABLE (widget) : NULL;
  const char    *name = actionable != NULL ? gtk_actionable_get_action_name (actionable) : NULL;

  return name != NULL ? g_action_print_detailed_name (name, gtk_actionable_get_action_target_value (actionable)) : NULL;
}

void
lw_keys_add_to_tooltips (GtkWidget *widget)
{
  const char      *text = gtk_widget_get_tooltip_text (widget);
  g_autofree char *action = text != NULL ? dup_action (widget) : NULL;

  if (action != NULL && lw_key_map_find (lw_keys_get_map (), action) != G_MAXUINT)
    lw_keys_set_tooltip (widget, text, action);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    lw_keys_add_to_tooltips (child);
}
