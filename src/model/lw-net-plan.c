/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-net-private.h"

#include "lw-grow.h"
#include "lw-resize.h"

/* --- Shapes --- */

/* Does it work on what it reads, in place? */
static bool
is_in_place (const LwLayer *layer)
{
  return layer->kind == LW_LAYER_GROUP_NORM || layer->kind == LW_LAYER_RELU;
}

static int
get_n_read (const LwLayer *layer)
{
  return layer->kind == LW_LAYER_ADD || layer->kind == LW_LAYER_CONCAT ? 2 : 1;
}

static LwShape
get_input_shape (const LwNet  *self,
                 const LwNode *node,
                 int           which)
{
  const int input = node->layer.inputs[which];

  return input == LW_NET_INPUT ? self->input.shape : self->nodes[input].shape;
}

static LwShape
join_shapes (const LwLayer *layer,
             LwShape        a,
             LwShape        b)
{
  if (a.h != b.h || a.w != b.w || (layer->kind == LW_LAYER_ADD && a.c != b.c))
    abort ();

  if (layer->kind == LW_LAYER_CONCAT)
    a.c += b.c;

  return a;
}

static LwShape
find_shape (const LwNet  *self,
            const LwNode *node)
{
  const LwLayer *layer = &node->layer;
  const LwShape  x = get_input_shape (self, node, 0);

  switch (layer->kind)
    {
    case LW_LAYER_CONV:
      return lw_conv_get_shape (lw_layer_get_conv (layer, x.c), x);

    case LW_LAYER_CONV_DEPTHWISE:
      return lw_conv_depthwise_get_shape (lw_layer_get_depthwise (layer, x.c), x);

    case LW_LAYER_DOUBLE_NEAREST:
    case LW_LAYER_DOUBLE_BILINEAR:
      return lw_double_get_shape (x);

    case LW_LAYER_ADD:
    case LW_LAYER_CONCAT:
      return join_shapes (layer, x, get_input_shape (self, node, 1));

    case LW_LAYER_GROUP_NORM:
      if (layer->n_groups <= 0 || x.c % layer->n_groups != 0)
        abort ();
      return x;

    default:
      return x;
    }
}

static void
look_at_inputs (LwNet *self,
                int    index)
{
  LwNode *node = &self->nodes[index];

  for (int k = 0; k < get_n_read (&node->layer); k++)
    {
      const int input = node->layer.inputs[k];

      if (input < LW_NET_INPUT || input >= index || (input == LW_NET_INPUT && is_in_place (&node->layer)))
        abort ();

      if (input != LW_NET_INPUT)
        {
          self->nodes[input].n_readers++;
          self->nodes[input].last_reader = index;
        }
    }
}

static void
fill_nodes (LwNet         *self,
            const LwLayer *layers)
{
  for (size_t k = 0; k < self->n_nodes; k++)
    {
      LwNode *node = &self->nodes[k];

      node->layer = layers[k];
      node->last_reader = (int) k;
      look_at_inputs (self, (int) k);
      node->shape = find_shape (self, node);
      node->n_weights = lw_layer_get_weights (&node->layer, get_input_shape (self, node, 0).c);
      node->offset = self->n_weights;
      self->n_weights += node->n_weights.n_factors + node->n_weights.n_offsets;
    }

  for (size_t k = 0; k < self->n_nodes; k++)
    if (is_in_place (&self->nodes[k].layer) && self->nodes[self->nodes[k].layer.inputs[0]].n_readers > 1)
      abort ();
}

/* --- Memory --- */

/* Pieces that several results may use one after the other, and how large they have to be. */
typedef struct
{
  size_t *sizes;
  bool   *are_free;
  int     n;
} Slots;

/* The smallest free one that is large enough, else the largest free one, made larger. */
static int
take_slot (Slots *slots,
           size_t size)
{
  int best = -1;

  for (int s = 0; s < slots->n; s++)
    if (slots->are_free[s])
      {
        const bool fits = slots->sizes[s] >= size;
        const bool best_fits = best >= 0 && slots->sizes[best] >= size;

        if (best < 0 || (fits && !best_fits) ||
            (fits == best_fits && (slots->sizes[s] < slots->sizes[best]) == fits))
          best = s;
      }

  if (best < 0)
    best = slots->n++;
  if (slots->sizes[best] < size)
    slots->sizes[best] = size;
  slots->are_free[best] = false;

  return best;
}

/* Frees what only layers up to @index read. */
static void
give_back (LwNet *self,
           Slots *slots,
           int    index)
{
  for (int k = 0; k < index; k++)
    if (self->nodes[k].last_reader == index && self->nodes[k].slot != self->nodes[index].slot)
      slots->are_free[self->nodes[k].slot] = true;
}

static void
plan_results (LwNet *self,
              Slots *slots)
{
  for (size_t k = 0; k < self->n_nodes; k++)
    {
      LwNode *node = &self->nodes[k];

      if (!self->trains && is_in_place (&node->layer))
        node->slot = self->nodes[node->layer.inputs[0]].slot;
      else
        node->slot = take_slot (slots, lw_shape_get_size (node->shape));

      if (!self->trains)
        give_back (self, slots, (int) k);
    }
}

/* May @reader's derivatives be those of the @input that it reads as well, in the same memory?  Where
 * the reader works in place, they have to; the summands of a sum have the derivatives of the sum,
 * which only have to stay until both summands have been at them: none may change them. */
static bool
shares_gradient (const LwNode *reader,
                 const LwNode *input)
{
  return input->n_readers == 1 &&
         (is_in_place (&reader->layer) || (reader->layer.kind == LW_LAYER_ADD && !is_in_place (&input->layer)));
}

/* From the end, so that readers come before what they read. */
static void
plan_gradients (LwNet *self,
                Slots *slots)
{
  for (size_t k = 0; k < self->n_nodes; k++)
    self->nodes[k].gradient_slot = -1;

  for (size_t k = self->n_nodes; k-- > 0;)
    {
      LwNode *node = &self->nodes[k];

      if (node->gradient_slot < 0)
        node->gradient_slot = take_slot (slots, lw_shape_get_size (node->shape));

      for (int i = 0; i < get_n_read (&node->layer); i++)
        {
          const int input = node->layer.inputs[i];

          if (input != LW_NET_INPUT && shares_gradient (node, &self->nodes[input]))
            self->nodes[input].gradient_slot = node->gradient_slot;
        }
    }
}

static size_t
count_scratch (const LwNet *self)
{
  size_t n_most = 0;

  for (size_t k = 0; k < self->n_nodes; k++)
    if (self->nodes[k].layer.kind == LW_LAYER_CONV)
      {
        const LwShape x = get_input_shape (self, &self->nodes[k], 0);
        const size_t  n = lw_conv_get_n_scratch (lw_layer_get_conv (&self->nodes[k].layer, x.c), x);

        n_most = n > n_most ? n : n_most;
      }

  return n_most;
}

static size_t
count_kept (const LwNet  *self,
            const LwNode *node)
{
  if (node->layer.kind != LW_LAYER_GROUP_NORM)
    return 0;

  return lw_group_norm_get_n_kept (lw_layer_get_norm (&node->layer, node->shape.c), self->input.shape.n);
}

static size_t
sum_slots (const Slots *slots)
{
  size_t n = 0;

  for (int s = 0; s < slots->n; s++)
    n += lw_arena_round (slots->sizes[s]);

  return n;
}

static void
take_memory (LwNet       *self,
             const Slots *results,
             const Slots *gradients)
{
  const size_t n_scratch = count_scratch (self), n_input = lw_shape_get_size (self->input.shape);
  size_t       n_kept = 0;
  float      **pieces = lw_grow_array (float *, results->n + gradients->n);

  for (size_t k = 0; k < self->n_nodes; k++)
    n_kept += lw_arena_round (count_kept (self, &self->nodes[k]));

  self->n_gradients = sum_slots (gradients);
  self->arena = lw_arena_new (sum_slots (results) + self->n_gradients + n_kept + lw_arena_round (n_scratch) + lw_arena_round (n_input));
  self->input.data = lw_arena_take (self->arena, n_input);
  self->scratch = lw_arena_take (self->arena, n_scratch);

  for (int s = 0; s < results->n; s++)
    pieces[s] = lw_arena_take (self->arena, results->sizes[s]);
  for (int s = 0; s < gradients->n; s++)
    pieces[results->n + s] = lw_arena_take (self->arena, gradients->sizes[s]);
  self->gradients = gradients->n > 0 ? pieces[results->n] : NULL;

  for (size_t k = 0; k < self->n_nodes; k++)
    {
      LwNode *node = &self->nodes[k];

      node->result = (LwTensor){ node->shape, pieces[node->slot] };
      node->gradient = (LwTensor){ node->shape, self->trains ? pieces[results->n + node->gradient_slot] : NULL };
      node->kept = lw_arena_take (self->arena, count_kept (self, node));
    }

  free (pieces);
}

static Slots
slots_new (size_t n_most)
{
  return (Slots){ lw_grow_array (size_t, n_most), lw_grow_array (bool, n_most), 0 };
}

static void
slots_clear (Slots *slots)
{
  free (slots->sizes);
  free (slots->are_free);
}

LwNet *
lw_net_new (const LwLayer *layers,
            size_t         n_layers,
            LwShape        input,
            bool           trains)
{
  LwNet *self = lw_grow_array (LwNet, 1);
  Slots  results = slots_new (n_layers), gradients = slots_new (n_layers);

  self->nodes = lw_grow_array (LwNode, n_layers);
  self->n_nodes = n_layers;
  self->trains = trains;
  self->input.shape = input;

  fill_nodes (self, layers);
  plan_results (self, &results);
  if (trains)
    plan_gradients (self, &gradients);
  take_memory (self, &results, &gradients);

  slots_clear (&results);
  slots_clear (&gradients);

  return self;
}

void
lw_net_free (LwNet *self)
{
  if (self == NULL)
    return;

  lw_arena_free (self->arena);
  free (self->nodes);
  free (self);
}

size_t
lw_net_get_memory (const LwNet *self)
{
  return lw_arena_get_used (self->arena) * sizeof (float);
}
