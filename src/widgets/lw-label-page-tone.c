/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-page-private.h"

#include "lw-toast.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* In the project: every copy of it is looked at alike. */
#define SETTING "tone"

/* A change is written once it has come to rest: dragging a slider makes hundreds. */
#define WRITE_DELAY_MS 400

/* Of brightness and contrast, per key press. */
#define STEP 0.1

static void
write_tone (LwLabelPage *self)
{
  const LwTone    *tone = lw_canvas_get_tone (self->canvas);
  g_autofree char *before = lw_project_dup_setting (self->project, SETTING);
  g_autofree char *text = lw_tone_is_neutral (tone) ? NULL : lw_tone_to_text (tone);
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (before, text) != 0 && !lw_project_set_setting (self->project, SETTING, text, &error))
    lw_toast_show_error (GTK_WIDGET (self), error);
}

static gboolean
write_cb (gpointer user_data)
{
  LwLabelPage *self = user_data;

  /* While an import writes, it waits; a project that is only read keeps the tone for
   * as long as it is open. */
  if (lw_project_get_read_only_reason (self->project) == NULL && !lw_label_page_can_edit (self))
    return G_SOURCE_CONTINUE;

  self->tone_source = 0;
  if (lw_project_get_read_only_reason (self->project) == NULL)
    write_tone (self);

  return G_SOURCE_REMOVE;
}

/* --- What it is, in words --- */

static void
add_part (GString    *text,
          const char *part)
{
  if (text->len > 0)
    g_string_append (text, _ (", "));

  g_string_append (text, part);
}

static void
add_percent (GString    *text,
             const char *name,
             double      part)
{
  g_autofree char *value = g_strdup_printf (_ ("%s %+.0f %%"), name, part * 100);

  if (part != 0)
    add_part (text, value);
}

/* Of pictures like this one. */
static void
add_window (GString      *text,
            const LwTone *tone,
            LwPixels     *pixels)
{
  const LwToneWindow *window = pixels != NULL ? &tone->windows[lw_pixels_get_tone_depth (pixels)] : NULL;
  g_autofree char    *numbers = NULL;

  if (window == NULL || window->kind == LW_TONE_WINDOW_AUTO)
    return;

  if (window->kind == LW_TONE_WINDOW_FULL)
    {
      add_part (text, _ ("full range"));
      return;
    }

  /* Translators: which numbers of a picture are shown black and white */
  numbers = g_strdup_printf (_ ("window %.6g to %.6g"), window->low, window->high);
  add_part (text, numbers);
}

static char *
describe (const LwTone *tone,
          LwPixels     *pixels)
{
  static const char *const channels[] = { NULL, N_ ("red only"), N_ ("green only"), N_ ("blue only") };
  GString                 *text = g_string_new (NULL);
  g_autofree char         *gamma = g_strdup_printf (_ ("gamma %.2f"), tone->gamma);

  add_window (text, tone, pixels);
  add_percent (text, _ ("brightness"), tone->brightness);
  add_percent (text, _ ("contrast"), tone->contrast);
  if (tone->gamma != 1)
    add_part (text, gamma);
  if (tone->is_inverted)
    add_part (text, _ ("inverted"));
  if (tone->channel != LW_TONE_CHANNEL_ALL)
    add_part (text, _ (channels[tone->channel]));
  if (tone->colours != LW_TONE_COLOURS_NONE)
    add_part (text, _ ("false colours"));

  return g_string_free (text, FALSE);
}

/* One line says what is not as in the file: somebody who forgot would judge colours wrongly. */
static void
update_label (LwLabelPage *self)
{
  const LwTone    *tone = lw_canvas_get_tone (self->canvas);
  g_autofree char *text = describe (tone, self->pixels);

  gtk_label_set_label (self->tone_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->tone_label), *text != '\0');
}

/* --- Changing it --- */

static void
show_tone (LwLabelPage  *self,
           const LwTone *tone)
{
  lw_canvas_set_tone (self->canvas, tone);
  if (self->tone_popover != NULL)
    lw_tone_popover_set_tone (self->tone_popover, tone);
  update_label (self);
}

static void
change_tone (LwLabelPage  *self,
             const LwTone *tone)
{
  if (self->project == NULL)
    return;

  show_tone (self, tone);
  g_clear_handle_id (&self->tone_source, g_source_remove);
  self->tone_source = g_timeout_add (WRITE_DELAY_MS, write_cb, self);
}

static void
tone_changed_cb (LwLabelPage  *self,
                 const LwTone *tone)
{
  change_tone (self, tone);
}

static void
closed_cb (LwLabelPage *self)
{
  lw_label_page_focus_canvas (self);
}

static void
add_popover (LwLabelPage *self)
{
  self->tone_popover = LW_TONE_POPOVER (lw_tone_popover_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->tone_popover), GTK_WIDGET (self));
  gtk_popover_set_position (GTK_POPOVER (self->tone_popover), GTK_POS_BOTTOM);
  g_signal_connect_object (self->tone_popover, "tone-changed", G_CALLBACK (tone_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tone_popover, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
  lw_tone_popover_set_tone (self->tone_popover, lw_canvas_get_tone (self->canvas));
  lw_tone_popover_set_pixels (self->tone_popover, self->pixels);
}

/* At its button, or where there is none in full screen, at the top of the canvas. */
static GdkRectangle
find_place (LwLabelPage *self)
{
  gboolean        has_button = gtk_widget_get_mapped (self->tone_button);
  GtkWidget      *at = has_button ? self->tone_button : GTK_WIDGET (self->canvas);
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (at, GTK_WIDGET (self), &bounds))
    return (GdkRectangle){ 0, 0, 1, 1 };

  return (GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                         has_button ? (int) bounds.size.height : 1 };
}

static void
tone_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LwLabelPage *self = user_data;
  GdkRectangle place = find_place (self);

  if (self->tone_popover == NULL)
    add_popover (self);

  gtk_popover_set_pointing_to (GTK_POPOVER (self->tone_popover), &place);
  gtk_popover_popup (GTK_POPOVER (self->tone_popover));
}

static void
auto_window_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  LwLabelPage *self = user_data;
  LwTone       tone = *lw_canvas_get_tone (self->canvas);

  if (self->pixels == NULL)
    return;

  tone.windows[lw_pixels_get_tone_depth (self->pixels)] = (LwToneWindow){ .kind = LW_TONE_WINDOW_AUTO };
  change_tone (self, &tone);
}

/* In steps that come back to exactly nothing. */
static double
step_from (double value,
           double by)
{
  return CLAMP (round ((value + by) / STEP) * STEP, -1, 1);
}

static void
brightness_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  LwLabelPage *self = user_data;
  LwTone       tone = *lw_canvas_get_tone (self->canvas);

  tone.brightness = step_from (tone.brightness, g_variant_get_int32 (parameter) * STEP);
  change_tone (self, &tone);
}

static void
contrast_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  LwLabelPage *self = user_data;
  LwTone       tone = *lw_canvas_get_tone (self->canvas);

  tone.contrast = step_from (tone.contrast, g_variant_get_int32 (parameter) * STEP);
  change_tone (self, &tone);
}

static void
invert_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  LwLabelPage *self = user_data;
  LwTone       tone = *lw_canvas_get_tone (self->canvas);

  tone.is_inverted = !tone.is_inverted;
  change_tone (self, &tone);
}

static void
reset_tone_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  change_tone (user_data, &LW_TONE_NEUTRAL);
}

static const GActionEntry entries[] = {
  { .name = "tone", .activate = tone_action },
  { .name = "auto-window", .activate = auto_window_action },
  { .name = "brightness", .activate = brightness_action, .parameter_type = "i" },
  { .name = "contrast", .activate = contrast_action, .parameter_type = "i" },
  { .name = "invert", .activate = invert_action },
  { .name = "reset-tone", .activate = reset_tone_action },
};

void
lw_label_page_add_tone_actions (LwLabelPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

/* Also of a team mate whose changes came in; what is being changed here and now wins. */
void
lw_label_page_reload_tone (LwLabelPage *self)
{
  g_autofree char *text = self->project != NULL ? lw_project_dup_setting (self->project, SETTING) : NULL;
  LwTone           tone = LW_TONE_NEUTRAL;

  if (self->tone_source != 0)
    return;

  /* What cannot be read is of a later version: the picture as it is in the file. */
  if (text != NULL && !lw_tone_from_text (text, &tone))
    tone = LW_TONE_NEUTRAL;

  show_tone (self, &tone);
}

void
lw_label_page_leave_tone (LwLabelPage *self)
{
  if (self->tone_source == 0)
    return;

  g_clear_handle_id (&self->tone_source, g_source_remove);
  if (self->project != NULL && lw_label_page_can_edit (self))
    write_tone (self);
}

void
lw_label_page_update_tone_pixels (LwLabelPage *self)
{
  if (self->tone_popover != NULL)
    lw_tone_popover_set_pixels (self->tone_popover, self->pixels);
  update_label (self);
}

void
lw_label_page_present_tone (LwLabelPage *self)
{
  if (self->tone_popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->tone_popover));
}

void
lw_label_page_drop_tone (LwLabelPage *self)
{
  GtkWidget *popover = GTK_WIDGET (g_steal_pointer (&self->tone_popover));

  g_clear_pointer (&popover, gtk_widget_unparent);
}
