/* lw-label-page-ghosts.c - the boxes of other annotators, shown behind one's own
 *
 * Whose boxes are shown is the viewer's choice and kept by name, so that it holds for all
 * projects in which the same people work.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-label-page-private.h"

#include "lw-class-colours.h"
#include "lw-toast.h"

#include <glib/gi18n-lib.h>

#define SHOWN "show-ghosts"
#define HIDDEN "hidden-ghosts"

/* Patterns without the solid one, which is that of one's own boxes. */
static LwLinePattern
pattern_for (guint place)
{
  return (LwLinePattern) (LW_LINE_LONG_DASHES + place % (LW_N_LINE_PATTERNS - 1));
}

/* Halfway to white: the colours themselves mean classes. */
static guint32
colour_for (guint place)
{
  guint32 colour = lw_class_colour (place);

  return ((colour >> 1) & 0x7f7f7f) + 0x7f7f7f;
}

static gboolean
is_hidden (const char        *name,
           const char *const *hidden)
{
  return g_strv_contains (hidden, name);
}

/* The place of an annotator in the list of all, which stays the same however many are
 * hidden; G_MAXUINT where there is none. */
static guint
find_annotator (LwLabelPage *self,
                gint64       key)
{
  const GArray *annotators = lw_project_get_annotators (self->project);

  for (guint i = 0; i < annotators->len; i++)
    if (g_array_index (annotators, LwAnnotatorRow, i).key == key)
      return i;

  return G_MAXUINT;
}

static void
append_ghost (LwLabelPage       *self,
              const LwBoxRow    *row,
              const char *const *hidden,
              GArray            *ghosts,
              GStringChunk      *captions)
{
  const GArray *annotators = lw_project_get_annotators (self->project);
  const LwClassRow *class = lw_project_find_class (self->project, row->class_key);
  guint            place = find_annotator (self, row->annotator_key);
  g_autofree char *caption = NULL;
  LwCanvasGhost    ghost;

  if (place == G_MAXUINT || is_hidden (g_array_index (annotators, LwAnnotatorRow, place).name, hidden))
    return;

  caption = g_strdup_printf ("%s · %s", class != NULL ? class->name : _ ("no class"),
                             g_array_index (annotators, LwAnnotatorRow, place).name);
  ghost = (LwCanvasGhost){ row->rect, colour_for (place), pattern_for (place), g_string_chunk_insert_const (captions, caption) };
  g_array_append_val (ghosts, ghost);
}

static void
show_ghosts (LwLabelPage *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ghosts = g_array_new (FALSE, FALSE, sizeof (LwCanvasGhost));
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GStringChunk) captions = g_string_chunk_new (1024);
  g_auto (GStrv) hidden = g_settings_get_strv (self->settings, HIDDEN);

  if (self->project != NULL && self->image_key != 0 && g_settings_get_boolean (self->settings, SHOWN) &&
      !lw_project_is_busy (self->project))
    rows = lw_project_list_other_boxes (self->project, self->image_key, &error);

  if (error != NULL)
    lw_toast_show_error (GTK_WIDGET (self), error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    append_ghost (self, &g_array_index (rows, LwBoxRow, i), (const char *const *) hidden, ghosts, captions);

  lw_canvas_set_ghosts (self->canvas, (const LwCanvasGhost *) (const void *) ghosts->data, ghosts->len);
}

static gboolean
show_ghosts_cb (gpointer user_data)
{
  LwLabelPage *self = user_data;

  self->ghost_source = 0;
  show_ghosts (self);

  return G_SOURCE_REMOVE;
}

void
lw_label_page_reload_ghosts (LwLabelPage *self)
{
  /* After the image and one's own boxes are on the screen. */
  if (self->ghost_source == 0)
    self->ghost_source = g_idle_add (show_ghosts_cb, self);
}

void
lw_label_page_drop_ghosts (LwLabelPage *self)
{
  g_clear_handle_id (&self->ghost_source, g_source_remove);
  if (self->canvas != NULL)
    lw_canvas_set_ghosts (self->canvas, NULL, 0);
}

/* --- Whose --- */

static char *
dup_action_name (const LwAnnotatorRow *annotator)
{
  return g_strdup_printf ("ghosts-of-%" G_GINT64_FORMAT, annotator->key);
}

static void
ghosts_of_action (GSimpleAction *action,
                  GVariant      *state,
                  gpointer       user_data)
{
  LwLabelPage  *self = user_data;
  const GArray *annotators = lw_project_get_annotators (self->project);
  g_auto (GStrv) hidden = g_settings_get_strv (self->settings, HIDDEN);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  gint64 key = g_ascii_strtoll (g_action_get_name (G_ACTION (action)) + strlen ("ghosts-of-"), NULL, 10);
  guint  place = find_annotator (self, key);

  if (place == G_MAXUINT)
    return;

  for (guint i = 0; hidden[i] != NULL; i++)
    if (!g_str_equal (hidden[i], g_array_index (annotators, LwAnnotatorRow, place).name))
      g_strv_builder_add (builder, hidden[i]);
  if (!g_variant_get_boolean (state))
    g_strv_builder_add (builder, g_array_index (annotators, LwAnnotatorRow, place).name);

  names = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, HIDDEN, (const char *const *) names);
  g_simple_action_set_state (action, state);
}

static void
append_annotator (LwLabelPage          *self,
                  GMenu                *menu,
                  const LwAnnotatorRow *annotator,
                  gboolean              is_shown)
{
  g_autofree char *name = dup_action_name (annotator);
  g_autofree char *detailed = g_strconcat ("label.", name, NULL);
  g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (is_shown));
  g_auto (GStrv) parts = g_strsplit (annotator->name, "_", -1);
  g_autofree char *escaped = g_strjoinv ("__", parts); /* a menu reads _ as a mnemonic */

  g_signal_connect (action, "change-state", G_CALLBACK (ghosts_of_action), self);
  g_simple_action_set_enabled (action, g_settings_get_boolean (self->settings, SHOWN));
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
  g_menu_append (menu, escaped, detailed);
}

GMenuModel *
lw_label_page_new_ghosts_menu (LwLabelPage *self)
{
  GMenu *menu = g_menu_new ();
  GMenu *others = g_menu_new ();
  g_auto (GStrv) hidden = g_settings_get_strv (self->settings, HIDDEN);
  const GArray *annotators = self->project != NULL ? lw_project_get_annotators (self->project) : NULL;

  lw_label_page_append_item (menu, _ ("_Show the Boxes of Others"), "label." SHOWN);
  for (guint i = 0; annotators != NULL && i < annotators->len; i++)
    {
      const LwAnnotatorRow *annotator = &g_array_index (annotators, LwAnnotatorRow, i);

      if (annotator->key != lw_project_get_annotator_key (self->project))
        append_annotator (self, others, annotator, !is_hidden (annotator->name, (const char *const *) hidden));
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (others));
  g_object_unref (others);

  return G_MENU_MODEL (menu);
}
