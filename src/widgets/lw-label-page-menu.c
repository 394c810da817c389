/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-page-private.h"

#include "lw-class-tree.h"
#include "lw-keys.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* A menu is read; what is longer than this is searched, in the drop-down. */
#define MAX_CLASSES 30

/* clang-format off */
static const struct
{
  const char *action;
  const char *label;
} marks[] = {
  { "difficult", N_("D_ifficult") },
  { "truncated", N_("_Truncated") },
  { "occluded",  N_("_Occluded") },
  { "crowd",     N_("C_rowd") },
};
/* clang-format on */

/* With the first of its keys: left to itself, a menu shows the last. */
static void
set_action (GMenuItem  *item,
            const char *action)
{
  g_autofree char *accel = lw_keys_dup_accel (action);

  g_menu_item_set_detailed_action (item, action);

  if (accel != NULL)
    g_menu_item_set_attribute (item, "accel", "s", accel);
}

void
lw_label_page_append_item (GMenu      *menu,
                           const char *label,
                           const char *action)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  set_action (item, action);
  g_menu_append_item (menu, item);
}

/* By the digit where it has one, so that the menu shows it. */
static char *
get_class_action (LwLabelPage *self,
                  const LwClassRow *class,
                  guint place)
{
  if (lw_class_tree_find_digit (lw_project_get_classes (self->project), place) == class->key)
    return g_strdup_printf ("label.class(%u)", place);

  return g_strdup_printf ("label.set-class(int64 %" PRId64 ")", class->key);
}

static GMenuModel *
new_class_menu (LwLabelPage *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GArray) nodes = lw_class_tree_list (lw_project_get_classes (self->project), FALSE);

  for (guint i = 0; i < MIN (nodes->len, MAX_CLASSES); i++)
    {
      const LwClassRow *class = g_array_index (nodes, LwClassNode, i).row;
      g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);
      g_auto (GStrv) parts = g_strsplit (class->name, "_", -1);
      g_autofree char *escaped = g_strjoinv ("__", parts); /* a menu reads _ as a mnemonic */
      g_autofree char *action = get_class_action (self, class, i);

      g_menu_item_set_label (item, escaped);
      set_action (item, action);
      g_menu_append_item (menu, item);
    }

  if (nodes->len > MAX_CLASSES)
    lw_label_page_append_item (menu, _ ("_More…"), "label.edit-class");

  return G_MENU_MODEL (menu);
}

static void
append_section (GMenu *menu,
                GMenu *section)
{
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  g_object_unref (section);
}

static void
append_submenu (GMenu      *menu,
                const char *label,
                GMenu      *submenu)
{
  g_menu_append_submenu (menu, label, G_MENU_MODEL (submenu));
  g_object_unref (submenu);
}

/* What is seldom needed is one level down: a menu that is higher than a laptop's screen is cut off. */
static void
append_selection (LwLabelPage *self,
                  GMenu       *menu)
{
  g_autoptr (GMenuModel) classes = new_class_menu (self);
  g_autoptr (GMenuModel) arranging = lw_label_page_new_arrange_menu ();
  GMenu *edit = g_menu_new ();
  GMenu *flags = g_menu_new ();
  GMenu *more = g_menu_new ();
  GMenu *examples = g_menu_new ();
  GMenu *hiding = g_menu_new ();
  GMenu *selecting = g_menu_new ();
  gsize  n_keys;

  lw_canvas_get_selection (self->canvas, &n_keys);
  g_menu_append_submenu (edit, _ ("_Class"), classes);
  lw_label_page_append_item (edit, _ ("_Duplicate"), "label.duplicate");
  lw_label_page_append_item (edit, _ ("Co_py"), "label.copy");
  lw_label_page_append_item (edit, _ ("C_ut"), "label.cut");
  lw_label_page_append_item (edit, _ ("De_lete"), "label.delete");
  append_section (menu, edit);

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      g_autofree char *action = g_strconcat ("label.", marks[i].action, NULL);

      lw_label_page_append_item (flags, _ (marks[i].label), action);
    }

  append_section (menu, flags);

  if (n_keys > 1)
    g_menu_append_submenu (more, _ ("_Arrange"), arranging);
  else
    lw_label_page_append_item (more, _ ("Onto Whole Pi_xels"), "label.whole-pixels");
  lw_label_page_append_item (more, _ ("Loc_k or Unlock"), "label.lock");

  lw_label_page_append_item (examples, _ ("Use as _Example"), "label.use-as-example(false)");
  lw_label_page_append_item (examples, _ ("Use as _Counter-Example"), "label.use-as-example(true)");
  append_submenu (more, _ ("For the _Guideline"), examples);

  lw_label_page_append_item (hiding, _ ("_Hide"), "label.hide-selection");
  lw_label_page_append_item (hiding, _ ("Hide the _Class"), "label.hide-class");
  append_submenu (more, _ ("_Hide"), hiding);

  lw_label_page_append_item (selecting, _ ("Select _All of the Classes"), "label.select-class");
  lw_label_page_append_item (selecting, _ ("Select the Box _Below"), "label.select-below");
  append_submenu (more, _ ("_Select"), selecting);
  append_section (menu, more);
}

static void
append_image (LwLabelPage *self,
              GMenu       *menu)
{
  g_autoptr (GMenuModel) drawing = lw_label_page_new_tools_menu ();
  g_autoptr (GMenuModel) switches = lw_label_page_new_view_menu (self);
  GMenu *boxes = g_menu_new ();
  GMenu *view = g_menu_new ();

  lw_label_page_append_item (boxes, _ ("_Paste"), "label.paste");
  lw_label_page_append_item (boxes, _ ("Paste He_re"), "label.paste-at-menu");
  lw_label_page_append_item (boxes, _ ("_Take the Boxes of the Previous Image"), "label.from-previous");
  lw_label_page_append_item (boxes, _ ("Select _All"), "label.select-all");
  lw_label_page_append_item (boxes, _ ("_Hide or Show the Boxes"), "label.hide-boxes");
  append_section (menu, boxes);
  g_menu_append_submenu (menu, _ ("_Drawing"), drawing);

  lw_label_page_append_item (view, _ ("_Fit the Image"), "label.fit");
  lw_label_page_append_item (view, _ ("Actual _Size"), "label.actual-size");
  g_menu_append_submenu (view, _ ("_View"), switches);
  append_section (menu, view);
}

/* The drop-down of the inspector, which the menu may have led to, keeps the focus. */
static void
closed_cb (LwLabelPage *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (focus == NULL || gtk_widget_is_ancestor (focus, self->menu))
    lw_label_page_focus_canvas (self);
}

static void
add_menu (LwLabelPage *self)
{
  self->menu = gtk_popover_menu_new_from_model (NULL);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  g_signal_connect_object (self->menu, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
}

void
lw_label_page_show_menu (LwLabelPage *self,
                         double       x,
                         double       y)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  graphene_point_t at;
  gsize            n_keys;

  if (self->project == NULL || self->image_key == 0 ||
      !gtk_widget_compute_point (GTK_WIDGET (self->canvas), GTK_WIDGET (self), &GRAPHENE_POINT_INIT (x, y), &at))
    return;

  lw_canvas_get_selection (self->canvas, &n_keys);
  /* Boxes are pasted where the menu was asked for. */
  lw_canvas_get_pointer (self->canvas, &self->x_paste_img, &self->y_paste_img);

  if (n_keys > 0)
    append_selection (self, menu);
  else
    append_image (self, menu);

  if (self->menu == NULL)
    add_menu (self);

  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), G_MENU_MODEL (menu));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ (int) at.x, (int) at.y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

void
lw_label_page_drop_menu (LwLabelPage *self)
{
  g_clear_pointer (&self->menu, gtk_widget_unparent);
}
