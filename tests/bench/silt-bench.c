/* Silt: how long a network call takes
 * Copyright (C) 2026 The Silt authors
 *
 * This program is free software: you can redistribute it and/or modify
 * it under the terms of the GNU General Public License as published by
 * the Free Software Foundation; either version 3 of the License, or
 * (at your option) any later version.
 *
 * This program is distributed in the hope that it will be useful,
 * but WITHOUT ANY WARRANTY; without even the implied warranty of
 * MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
 * GNU General Public License for more details.
 *
 * You should have received a copy of the GNU General Public License
 * along with this program.  If not, see <https://www.gnu.org/licenses/>.
 */

#include "silt.h"

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

#include "unet-plan-private.h"

/* silt-bench [OPTION...] UNET: times calls of the network in the folder UNET,
 * config.json and its weights, whose values do not matter.  What it writes is
 * for eyes; with --serve it is a runner, of which runners.py tells. */

typedef struct
{
  gint      width, height, n_calls, n_threads;
  gboolean  profile, serve;
  gchar    *input, *output;
} Options;

static SiltUNet *
open_unet (const gchar  *folder,
           GError      **error)
{
  g_autofree gchar *config_path  = g_build_filename (folder, "config.json",
                                                     NULL);
  g_autofree gchar *weights_path =
    g_build_filename (folder, "diffusion_pytorch_model.safetensors", NULL);
  SiltConfig       *json    = silt_config_open (config_path, error);
  SiltWeights      *weights = NULL;
  SiltUNet         *unet    = NULL;
  SiltUNetConfig    config;

  if (json && silt_unet_config_read (&config, json, error))
    weights = silt_weights_open (weights_path, error);
  if (weights)
    unet = silt_unet_new (&config, weights, error);

  silt_weights_free (weights);
  silt_config_free (json);

  return unet;
}

/* The input of file PATH, n float32; random numbers where there is none. */
static gfloat *
make_input (const gchar  *path,
            gsize         n,
            GError      **error)
{
  g_autoptr (GRand)  rand  = g_rand_new_with_seed (4);
  g_autofree gchar  *bytes = NULL;
  gfloat            *values;
  gsize              length, i;

  if (path)
    {
      if (! g_file_get_contents (path, &bytes, &length, error))
        return NULL;

      if (length == n * sizeof (gfloat))
        return (gfloat *) g_steal_pointer (&bytes);

      g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                   "%s: expected %" G_GSIZE_FORMAT " floats, found %"
                   G_GSIZE_FORMAT " bytes", path, n, length);
      return NULL;
    }

  values = g_new (gfloat, n);
  for (i = 0; i < n; i++)
    values[i] = g_rand_double_range (rand, -1.0, 1.0);

  return values;
}

static const gchar *
op_name (const Op *op)
{
  switch (op->kind)
    {
    case OP_CONV:      return op->winograd ? "winograd" : "gemm";
    case OP_NORM:      return "norm";
    case OP_ATTENTION: return "attention";
    case OP_HALVE:     return "halve";
    case OP_DOUBLE:    return "double";
    case OP_CENTER:    return "center";
    }

  g_return_val_if_reached (NULL);
}

/* A line for each operation: its share of the time, and what it does. */
static void
print_profile (const SiltUNetPlan *plan,
               gint                n_calls)
{
  guint i;

  for (i = 0; i < plan->ops->len; i++)
    {
      const Op    *op    = &g_array_index (plan->ops, Op, i);
      const Value *out   = silt_plan_value (plan, op->out);
      gdouble      mean  = 1e-6 * plan->op_times[i] / n_calls;
      gdouble      flops = 0.0;

      if (op->kind == OP_CONV)
        flops = 2.0 * out->height * out->width * op->conv->kernel *
                op->conv->kernel * op->conv->in_channels * out->channels;

      g_print ("op %-9s %4d x %-4d %4d -> %-4d %9.3f ms %7.1f GFLOP/s\n",
               op_name (op), out->width, out->height,
               op->conv ? op->conv->in_channels : out->channels,
               out->channels, 1e3 * mean, flops / mean * 1e-9);
    }
}

/* Processor time of all threads, in seconds: of use where others share the
 * machine. */
static gdouble
processor_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return now.tv_sec + 1e-9 * now.tv_nsec;
}

static gboolean
time_calls (SiltUNetPlan  *plan,
            const Options *options,
            const gfloat  *in,
            gfloat        *out)
{
  SiltPool           *pool  = silt_pool_new (options->n_threads, NULL);
  gboolean            done  = silt_unet_plan_commit (plan, pool);
  g_autofree gint64  *times = NULL;
  gdouble             least = G_MAXDOUBLE, least_cpu = G_MAXDOUBLE;
  struct rusage       usage;
  gint                i;

  /* The first call is for the caches and for the processor to wake up. */
  done = done && silt_unet_plan_run (plan, pool, in, 500.0, 0, out);

  if (options->profile)
    plan->op_times = times = g_new0 (gint64, plan->ops->len);

  for (i = 0; done && i < options->n_calls; i++)
    {
      gint64  start = g_get_monotonic_time ();
      gdouble cpu   = processor_time ();

      done      = silt_unet_plan_run (plan, pool, in, 500.0, 0, out);
      cpu       = processor_time () - cpu;
      least     = MIN (least, 1e-6 * (g_get_monotonic_time () - start));
      least_cpu = MIN (least_cpu, cpu);
    }

  if (done)
    {
      if (times)
        print_profile (plan, options->n_calls);

      getrusage (RUSAGE_SELF, &usage);
      g_print ("seconds %.5f\nprocessor %.5f\ngflop %.3f\npeak_mb %.1f\n",
               least, least_cpu,
               1e-9 * silt_unet_plan_flops (plan), usage.ru_maxrss / 1024.0);
    }

  plan->op_times = NULL;
  silt_pool_free (pool);

  return done;
}

/* A call for every line of the standard input, the first one's answer written
 * to the file that was asked for. */
static gboolean
serve (SiltUNetPlan   *plan,
       const Options  *options,
       const gfloat   *in,
       gfloat         *out,
       gsize           n_out,
       gdouble         loading,
       GError        **error)
{
  SiltPool    *pool = silt_pool_new (options->n_threads, NULL);
  const gchar *path = options->output;
  gboolean     done = silt_unet_plan_commit (plan, pool);
  gint64       start;
  gchar        line[16];

  g_print ("loaded %.5f %.3f\n", loading, 1e-9 * silt_unet_plan_flops (plan));

  while (done && fgets (line, sizeof (line), stdin))
    {
      start = g_get_monotonic_time ();
      done  = silt_unet_plan_run (plan, pool, in, 500.0, 0, out);
      g_print ("called %.5f\n", 1e-6 * (g_get_monotonic_time () - start));

      if (done && path)
        done = g_file_set_contents (path, (const gchar *) out,
                                    n_out * sizeof (gfloat), error);
      path = NULL;
    }

  silt_pool_free (pool);

  return done;
}

static gboolean
run (const gchar    *folder,
     const Options  *options,
     GError        **error)
{
  const SiltWrap        wrap    = { FALSE, FALSE };
  gint64                start   = g_get_monotonic_time ();
  SiltUNet             *unet    = open_unet (folder, error);
  gdouble               loading = 1e-6 * (g_get_monotonic_time () - start);
  const SiltUNetConfig *config;
  SiltUNetPlan         *plan;
  g_autofree gfloat    *in      = NULL;
  g_autofree gfloat    *out     = NULL;
  gsize                 n_pixels, n_out;
  gboolean              done    = FALSE;

  if (! unet)
    return FALSE;

  config   = silt_unet_get_config (unet);
  plan     = silt_unet_plan_new (unet, options->height, options->width, wrap);
  n_pixels = (gsize) options->height * options->width;
  n_out    = n_pixels * config->out_channels;
  in       = make_input (options->input, n_pixels * config->in_channels, error);
  out      = g_new (gfloat, n_out);

  if (in && options->serve)
    done = serve (plan, options, in, out, n_out, loading, error);
  else if (in)
    done = time_calls (plan, options, in, out);

  if (in && ! done && error && ! *error)
    g_set_error (error, SILT_ERROR, SILT_ERROR_MEMORY, "no memory");

  if (done && options->output && ! options->serve)
    done = g_file_set_contents (options->output, (const gchar *) out,
                                n_out * sizeof (gfloat), error);

  silt_unet_plan_free (plan);
  silt_unet_free (unet);

  return done;
}

gint
main (gint    argc,
      gchar **argv)
{
  Options                    options = { 256, 256, 5, 0 };
  g_autoptr (GOptionContext) context = g_option_context_new ("UNET");
  g_autoptr (GError)         error   = NULL;
  const GOptionEntry         entries[] =
  {
    { "width", 0, 0, G_OPTION_ARG_INT, &options.width,
      "Columns of the network's input (256)", "N" },
    { "height", 0, 0, G_OPTION_ARG_INT, &options.height,
      "Rows of the network's input (256)", "N" },
    { "calls", 0, 0, G_OPTION_ARG_INT, &options.n_calls,
      "Calls to time, after one that is not (5)", "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options.n_threads,
      "Threads; 0: one for each processor (0)", "N" },
    { "profile", 0, 0, G_OPTION_ARG_NONE, &options.profile,
      "Tell the time of each operation", NULL },
    { "serve", 0, 0, G_OPTION_ARG_NONE, &options.serve,
      "Make a call for each line of the standard input", NULL },
    { "input", 0, 0, G_OPTION_ARG_FILENAME, &options.input,
      "Read the input from FILE: float32, [height, width, channels]", "FILE" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &options.output,
      "Write the answer to FILE likewise", "FILE" },
    { NULL }
  };

  g_option_context_add_main_entries (context, entries, NULL);

  if (g_option_context_parse (context, &argc, &argv, &error) && argc != 2)
    g_set_error (&error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 "expected one folder");

  if (! error && run (argv[1], &options, &error))
    return 0;

  g_printerr ("silt-bench: %s\n", error->message);

  return 1;
}
