/* Silt: textures from a diffusion model, on your own processor
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

/* silt.h - the one public header of libsilt
 *
 * A diffusion model turns pure noise into a picture in a few dozen calls of a
 * neural network, each of which takes a little of the noise away.  libsilt
 * opens such a model, pretrained, from a folder in the layout of the diffusers
 * library, and walks from noise to picture on the processor.
 *
 *   GError       *error = NULL;
 *   SiltModel    *model = silt_model_open ("weights/texture", &error);
 *   SiltSettings  settings;
 *   SiltPicture   picture;
 *
 *   if (! model)
 *     g_error ("%s", error->message);
 *
 *   silt_settings_init (&settings, model);
 *   settings.width       = 512;
 *   settings.height      = 512;
 *   settings.seed        = 42;
 *   settings.seamless    = SILT_SEAMLESS_X | SILT_SEAMLESS_Y;
 *   settings.class_index = silt_model_find_class (model, "brick", &error);
 *
 *   silt_picture_alloc (&picture, settings.width, settings.height);
 *   if (! silt_generate (model, &settings, &picture, NULL, NULL, NULL, &error))
 *     g_error ("%s", error->message);
 *
 *   ... picture.data holds 512 x 512 x 3 floats: R'G'B', 0 to 1 ...
 *
 *   silt_picture_clear (&picture);
 *   silt_model_unref (model);
 *
 * Rules
 *
 * - Threads.  A SiltModel never changes after it was opened: any number of
 *   threads may use one at the same time.  silt_generate blocks; it makes its
 *   own threads and has ended them when it returns.  Callbacks run in the
 *   thread that called silt_generate.
 * - Errors.  A function that takes a GError returns FALSE, NULL or -1 exactly
 *   when it sets it.  The message names the file, the key, what was expected
 *   and what was found.  Cancelling gives G_IO_ERROR_CANCELLED.
 * - Ownership.  `const` results belong to the library; everything else is the
 *   caller's, to be freed with g_free unless another function is named.
 * - Determinism.  The same model, settings and machine give the same bytes,
 *   whatever the number of threads and the memory it may take.
 * - Side effects.  OpenBLAS is set to one thread a call, since Silt splits the
 *   work itself; and work that needs more memory than it may take keeps the
 *   rest in a temporary file without a name.  Nothing is printed, nothing
 *   exits.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SILT_VERSION "0.1.0"

/* The version of the library that is linked, as against SILT_VERSION, the one
 * compiled against. */
const gchar * silt_version (void);


/* Errors */

#define SILT_ERROR (silt_error_quark ())

typedef enum
{
  SILT_ERROR_IO,           /* a file cannot be read or written             */
  SILT_ERROR_FORMAT,       /* a file is damaged, or not what it claims     */
  SILT_ERROR_UNSUPPORTED,  /* a sound file of a kind that Silt cannot use  */
  SILT_ERROR_ARGUMENT,     /* a setting that is out of range or unknown    */
  SILT_ERROR_MEMORY        /* the work does not fit into this machine      */
} SiltErrorCode;

GQuark        silt_error_quark (void);


/* Choices
 *
 * Each enum counts from 0 and ends in its number of values.  silt_X_name is
 * the word used in JSON, on the command line and in the PDB; it is NULL beyond
 * the last value, so a loop over the names needs no count.  silt_X_from_name
 * lists the valid words in its error.  Parsed results are -1 with an error.
 */

/* What is made of a picture, or of none. */
typedef enum
{
  SILT_VERB_GENERATE,
  SILT_VERB_REIMAGINE,
  SILT_VERB_FILL,
  SILT_VERB_REMOVE_NOISE,
  SILT_N_VERBS
} SiltVerb;

/* How the walk steps from one noise level to the next. */
typedef enum
{
  SILT_SAMPLER_DDPM,      /* ancestral: a draw from p(x_{t-1} | x_t)          */
  SILT_SAMPLER_DDIM,      /* deterministic at eta = 0                         */
  SILT_SAMPLER_PNDM,      /* pseudo linear multistep, fourth order            */
  SILT_SAMPLER_DPMPP_2M,  /* DPM-Solver++, second order, multistep            */
  SILT_SAMPLER_DPMPP_3M,  /* third order                                      */
  SILT_SAMPLER_DPMPP_2M_SDE,    /* second order, with noise put back          */
  SILT_SAMPLER_EULER,
  SILT_SAMPLER_EULER_ANCESTRAL, /* with noise put back                        */
  SILT_SAMPLER_HEUN,      /* second order: two calls a step                   */
  SILT_SAMPLER_UNIPC,     /* predictor and corrector of any order             */
  SILT_SAMPLER_DEIS,      /* exponential integrator, multistep                */
  SILT_SAMPLER_LCM,       /* of latent consistency models                     */
  SILT_SAMPLER_CONSISTENCY,     /* of consistency models, and none but those  */
  SILT_SAMPLER_MODEL,     /* the folder's own scheduler, obeyed literally: its
                           * spacing and variance too                         */
  SILT_N_SAMPLERS
} SiltSampler;

/* Which of the trained timesteps 0 ... T-1 are visited; the last four lay out
 * levels of noise instead, and are not for ddpm, ddim, pndm, lcm and
 * consistency. */
typedef enum
{
  SILT_SPACING_LEADING,   /* 0, T/n, 2T/n, ...                                */
  SILT_SPACING_TRAILING,  /* T-1, T-1 - T/n, ...                              */
  SILT_SPACING_LINSPACE,  /* both ends included                               */
  SILT_SPACING_KARRAS,    /* evenly in sigma^(1/7)                            */
  SILT_SPACING_EXPONENTIAL,     /* evenly in log sigma                        */
  SILT_SPACING_BETA,      /* sigmas by the beta distribution                  */
  SILT_SPACING_LU,        /* evenly in log (alpha / sigma)                    */
  SILT_N_SPACINGS
} SiltSpacing;

/* The variance of the learned reverse step, sampler ddpm only. */
typedef enum
{
  SILT_VARIANCE_FIXED_SMALL,    /* beta~_t, that of q(x_{t-1} | x_t, x_0)     */
  SILT_VARIANCE_FIXED_LARGE,    /* beta_t                                     */
  SILT_VARIANCE_LEARNED,        /* as predicted by the model                  */
  SILT_VARIANCE_LEARNED_RANGE,  /* predicted, between beta~_t and beta_t      */
  SILT_N_VARIANCES
} SiltVariance;

/* Where the noise of a seed comes from. */
typedef enum
{
  SILT_NOISE_PHILOX,  /* counter-based: a larger picture extends a smaller    */
  SILT_NOISE_TORCH,   /* PyTorch's CPU generator: the picture diffusers gives */
  SILT_NOISE_EVEN,    /* as philox, without broad fluctuations                */
  SILT_N_NOISES
} SiltNoise;

/* The axes along which the picture continues into itself: a set of flags. */
typedef enum
{
  SILT_SEAMLESS_NONE = 0,
  SILT_SEAMLESS_X    = 1 << 0,  /* left and right edges meet                  */
  SILT_SEAMLESS_Y    = 1 << 1,  /* top and bottom edges meet                  */
  SILT_SEAMLESS_XY   = SILT_SEAMLESS_X | SILT_SEAMLESS_Y,
  SILT_N_SEAMLESS
} SiltSeamless;

/* What the colours of a finished picture are matched to. */
typedef enum
{
  SILT_COLOR_MATCH_NONE,     /* nothing: they are as the model draws them     */
  SILT_COLOR_MATCH_TWO,      /* two colours                                   */
  SILT_COLOR_MATCH_PICTURE,  /* those of another picture                      */
  SILT_N_COLOR_MATCHES
} SiltColorMatch;

const gchar * silt_verb_name          (gint          value);
const gchar * silt_sampler_name       (gint          value);
const gchar * silt_spacing_name       (gint          value);
const gchar * silt_variance_name      (gint          value);
const gchar * silt_noise_name         (gint          value);
const gchar * silt_seamless_name      (gint          value);
const gchar * silt_color_match_name   (gint          value);

gint          silt_verb_from_name     (const gchar  *name,
                                       GError      **error);
gint          silt_sampler_from_name  (const gchar  *name,
                                       GError      **error);
gint          silt_spacing_from_name  (const gchar  *name,
                                       GError      **error);
gint          silt_variance_from_name (const gchar  *name,
                                       GError      **error);
gint          silt_noise_from_name    (const gchar  *name,
                                       GError      **error);
gint          silt_seamless_from_name (const gchar  *name,
                                       GError      **error);
gint          silt_color_match_from_name
                                      (const gchar  *name,
                                       GError      **error);


/* Models */

typedef struct _SiltModel SiltModel;

/* What `silt info` shows.  Strings belong to the model. */
typedef struct
{
  const gchar *name;               /* the folder's last path element          */
  const gchar *path;               /* the folder, absolute                    */
  const gchar *license;            /* SPDX, or NULL where the folder is silent */
  const gchar *fingerprint;        /* hexadecimal digits, the same for models
                                    * that answer alike, wherever they are    */
  const gchar *network;            /* class name, such as "UNet2DModel"       */
  const gchar *prediction;         /* "epsilon", "sample" or "v_prediction"   */
  gsize        n_parameters;
  gint         n_classes;          /* 0: not class-conditional                */
  gint         train_timesteps;    /* T                                       */
  gint         multiple;           /* the network's own granularity, pixels   */
  gint         reach;              /* pixels that one output pixel depends on
                                    * in each direction; -1: all of them      */
  gint         trained_size;       /* of the squares that it was trained on,
                                    * pixels; 0: the folder is silent         */
  gboolean     has_guidance;       /* the folder names a null class           */
  gboolean     has_learned_variance;
  SiltSampler  sampler;            /* the folder's own scheduler: how it steps */
  SiltSpacing  spacing;            /* where                                   */
  gint         steps;              /* that many unless told                   */
  SiltVariance variance;           /* the folder's own; else FIXED_SMALL      */
} SiltModelInfo;

/* Opens the model folder `path`, a file inside it (model_index.json,
 * config.json, the weights), or, when `path` is a bare name, without a
 * directory separator, that no file or folder here bears, the model of that
 * name in silt_model_search_path.
 * Memory: the weights once, as float32.  Errors: all but ARGUMENT. */
SiltModel           * silt_model_open        (const gchar  *path,
                                              GError      **error);
SiltModel           * silt_model_ref         (SiltModel    *model);
void                  silt_model_unref       (SiltModel    *model);

const SiltModelInfo * silt_model_get_info    (SiltModel    *model);

/* The name of a class, 0 <= index < n_classes: from the folder's id2label,
 * else the index in decimal digits. */
const gchar         * silt_model_class_name  (SiltModel    *model,
                                              gint          index);

/* The index of a class by its name or its number; -1 for "any" or "", which
 * needs no error; -2 with ARGUMENT and the list of names when there is none. */
gint                  silt_model_find_class  (SiltModel    *model,
                                              const gchar  *name,
                                              GError      **error);

/* Writes the model `path`, whatever silt_model_open opens, to a new folder `out`
 * in the layout of the diffusers library, with its weights as safetensors; with
 * `half`, in half the bytes, as 16-bit floats.  The folder is there when it is
 * complete, and not before.  Errors: all but ARGUMENT, G_IO_ERROR_CANCELLED. */
gboolean              silt_convert           (const gchar  *path,
                                              const gchar  *out,
                                              gboolean      half,
                                              GCancellable *cancellable,
                                              GError      **error);

/* Where bare model names are looked up, first to last: the directories of the
 * environment variable SILT_MODEL_PATH, then `extra` (NULL-terminated, may be
 * NULL), then silt/models in the XDG data directories, user's first, then the
 * directory that Silt's own models were installed to, then models/ beside the
 * running executable.  Free with g_strfreev. */
gchar              ** silt_model_search_path (const gchar *const *extra);

/* The folder of model `name`, NULL with an error that lists the directories
 * searched.  Error: IO.  Free with g_free. */
gchar               * silt_model_find        (const gchar        *name,
                                              const gchar *const *extra,
                                              GError            **error);


/* Where a model was found. */
typedef enum
{
  SILT_ORIGIN_INSTALLED,   /* in silt_model_search_path, but not in `extra`   */
  SILT_ORIGIN_OWN,         /* in a directory of `extra`                       */
  SILT_ORIGIN_HUB          /* in the cache of the Hugging Face hub's programs */
} SiltOrigin;

/* What a model's files tell at a glance; the weights have not been read, and
 * what is wrong with them alone is not known. */
typedef struct
{
  SiltOrigin  origin;
  gchar      *path;           /* to open it by: a folder, or a checkpoint     */
  gchar      *name;
  gchar      *license;        /* SPDX, or NULL where the folder is silent     */
  gint        trained_size;   /* as in SiltModelInfo                          */
  gint        n_classes;
  guint64     file_bytes;     /* of the weights                               */
  GError     *error;          /* why it cannot be used; NULL: it can.  Then
                               * only origin, path and name are known         */
} SiltModelEntry;

/* The models there are: all folders that look like one, and, in `extra`
 * (NULL-terminated, may be NULL), single files of weights too; each folder once,
 * in the order of the search path, by name in each of its directories.  Of the
 * cache of the hub ($HF_HUB_CACHE, $HF_HOME/hub or huggingface/hub in the user's
 * cache directory), which holds models of every kind, the diffusers library's.
 * It takes some milliseconds a model.  Free with g_ptr_array_unref. */
GPtrArray           * silt_model_list        (const gchar *const *extra);


/* Settings */

#define SILT_MAX_SIZE      16384  /* pixels, of each side */
#define SILT_MAX_THREADS     256
#define SILT_MAX_TIMESTEPS   100  /* of a list            */
#define SILT_MAX_RESAMPLE    100
#define SILT_MAX_DRAWN      8192  /* pixels, of each side, where feature_scale
                                   * is not 1                                 */

/* The colours that a finished picture is to take on: see
 * silt_picture_match_colors.  Zeros: its own. */
typedef struct
{
  SiltColorMatch match;
  gdouble        amount;         /* 0: not at all ... 1: all the way          */
  gdouble        two[6];         /* TWO: R'G'B' of one and of the other, 0 ...
                                  * 1; either may be the darker               */
  gdouble        mean[3];        /* PICTURE: of L*, a* and b*                 */
  gdouble        covariance[6];  /* of L*L*, L*a*, L*b*, a*a*, a*b* and b*b*  */
} SiltColors;

typedef struct
{
  gint         width, height;  /* 1 ... SILT_MAX_SIZE, pixels                 */
  gint64       seed;           /* 0 ... G_MAXINT64                            */
  gint         class_index;    /* 0 ... n_classes - 1; -1: any                */
  gint         steps;          /* 1 ... T; one network call each but for heun,
                                * two, and pndm, one more in all              */
  SiltSampler  sampler;
  SiltSpacing  spacing;
  gint         n_timesteps;    /* 0, or as many as steps: in the place of     */
  gint         timesteps[SILT_MAX_TIMESTEPS];   /* spacing, these, falling    */
  gint         start;          /* 0 ... T - 1: the timestep that a picture is
                                * noised to, and the walk begins at; -1: the
                                * walk begins with pure noise.  See below     */
  gdouble      sigma;          /* above 0: of the noise to be removed, 0 ...
                                * 255 being black to white; 0: none is        */
  gboolean     gray;           /* that noise is the same in all channels      */
  gboolean     keep_texture;   /* a walk, not the mean, where it is removed   */
  SiltVariance variance;       /* ddpm only                                   */
  gdouble      eta;            /* ddim only: 0 ... 1, the noise put back      */
  gint         resample;       /* 1 ... SILT_MAX_RESAMPLE, silt_fill with ddpm
                                * or ddim of eta 1: how often each stretch of
                                * jump steps is walked                        */
  gint         jump;           /* 1 ... T - 1, and less than the calls        */
  gdouble      guidance;       /* 0 ... 30; 1: none.  Above 1: away from the
                                * average of all classes, twice the time      */
  SiltSeamless seamless;
  gdouble      feature_scale;  /* 1/4 ... 4, silt_generate only: how many times
                                * as large things are.  A picture of 1 /
                                * feature_scale of the size is drawn, which must
                                * have 1 ... SILT_MAX_DRAWN pixels a side, and
                                * resampled; the seam, if any, stays exact    */
  SiltColors   colors;         /* silt_generate only                          */
  SiltNoise    noise;
  gint         noise_x, noise_y;  /* 0 ... SILT_MAX_SIZE: the picture's upper
                                * left corner on a larger canvas, whose noise
                                * at that place it has; not for torch         */
  gint         threads;        /* 0 ... SILT_MAX_THREADS; 0: one a processor  */
  gint64       memory_budget;  /* bytes that the work may take beside the model
                                * and the pictures that it is given; 0: three
                                * quarters of what is free                    */
} SiltSettings;

/* Fills in the defaults for `model`: 512 x 512, seed 0, any class, dpmpp-2m,
 * trailing, 20 steps, the folder's own variance, from pure noise, each stretch
 * of 5 steps walked once, features and colours as the model draws them, even
 * noise for a model whose reach is known and philox for others; consistency
 * and 2 steps for a consistency model. */
void       silt_settings_init      (SiltSettings        *settings,
                                    SiltModel           *model);

/* Checks every field against its range and against the model.  All functions
 * that take settings do so themselves.  Error: ARGUMENT. */
gboolean   silt_settings_validate  (const SiltSettings  *settings,
                                    SiltModel           *model,
                                    GError             **error);

/* Whether the sampler can go back to more noise, which a resample above 1
 * takes: it must draw noise anew in each step, and keep nothing of those
 * before, as ddpm does, and ddim with an eta of 1. */
gboolean   silt_settings_can_resample
                                   (const SiltSettings  *settings);

/* Settings as one JSON object with a key for each field above ("class" is the
 * class's name, "" for any; `threads` and `memory_budget` are left out, since
 * they do not change the picture; `start` where it is -1, `resample` and `jump` where that is once,
 * `noise_x` and `noise_y` where both are 0, `feature_scale` where it is 1,
 * all keys about colours, "color_match", "color_amount", "colors", "color_mean" and
 * "color_covariance", but those that the match needs,
 * and the three keys about noise to be removed where there is none) plus
 * "silt", the version, "verb", what they were for, and "model", the model's
 * name.  The same text is in the PNG, in the layer's parasite and read back by
 * from_json, which leaves fields whose key is missing as they are.  Error:
 * FORMAT for what is no JSON object, ARGUMENT for a bad value. */
gchar    * silt_settings_to_json   (const SiltSettings  *settings,
                                    SiltVerb             verb,
                                    SiltModel           *model);
gboolean   silt_settings_from_json (SiltSettings        *settings,
                                    SiltModel           *model,
                                    const gchar         *json,
                                    GError             **error);

/* What such a text is about: the verb, and the name of the model, never a path,
 * to be freed with g_free.  Error: FORMAT, for a text of a later version of
 * Silt, too. */
gboolean   silt_settings_subject   (const gchar         *json,
                                    SiltVerb            *verb,
                                    gchar              **model_name,
                                    GError             **error);


/* Pictures
 *
 * Rows of R'G'B' float32 pixels in the sRGB colour space, with its transfer
 * curve: 0 is black, 1 is white, what a PNG holds.  The sample of channel c at
 * (x, y) is data[y * row_stride + x * pixel_stride + c], strides in floats, so
 * that a picture may be a window into a larger buffer, with or without alpha.
 */
typedef struct
{
  gfloat *data;
  gint    width, height;
  gsize   row_stride;     /* at least width * pixel_stride  */
  gsize   pixel_stride;   /* at least 3                     */
} SiltPicture;

/* Allocates a dense picture; FALSE when there is no memory for it. */
gboolean   silt_picture_alloc      (SiltPicture         *picture,
                                    gint                 width,
                                    gint                 height);
void       silt_picture_clear      (SiltPicture         *picture);

/* How much of each pixel is selected: rows of float32, 0: not ... 1: all of it,
 * that of (x, y) at data[y * row_stride + x]. */
typedef struct
{
  gfloat *data;
  gint    width, height;
  gsize   row_stride;     /* at least width */
} SiltMask;

/* picture = source + mask (picture - source): what is selected, with its soft
 * edge, laid over the source; to the bit the source where the mask is 0, and
 * the picture where it is 1.  All are of one size. */
void       silt_picture_blend      (const SiltPicture   *picture,
                                    const SiltPicture   *source,
                                    const SiltMask      *mask);

/* Measures the colours of a picture, each pixel counting as much as `alpha`, NULL
 * for all alike, says: in `colors`, mean and covariance, and that they are to
 * be matched; the amount is left alone.  What lies outside of 0 ... 1 is taken
 * for the nearest that does not.  Error: ARGUMENT where nothing can be seen of
 * any pixel. */
gboolean   silt_colors_measure     (SiltColors          *colors,
                                    const SiltPicture   *picture,
                                    const SiltMask      *alpha,
                                    GError             **error);

/* Gives a picture these colours, as silt_generate does at the end; it takes
 * `threads`, as in SiltSettings, and no network.  All is done in CIELAB (D65),
 * where a step is about as large as it looks in any direction, so that the map
 * which changes the numbers least is the one that changes least to the eye.  u
 * is a pixel's colour, with the picture's own mean m and covariance S.
 *
 * PICTURE: the linear map T that takes m and S to the mean n and the covariance V
 * of the other picture, and of all such maps moves colours the least (that of
 * Monge and Kantorovich; Pitie and Kokaram 2007: The linear Monge-Kantorovitch
 * linear colour mapping for example-based colour transfer, eq. 17):
 *
 *   T (u) = n + S^-1/2 (S^1/2 V S^1/2)^1/2 S^-1/2 (u - m)
 *
 * Both S and V are taken with 1 added along the diagonal, a variation as little
 * as can be seen, so that S has an inverse: a gray picture takes on the colours
 * that go with its tones, and what little colour it had is not blown up.  Where
 * V itself is no more than that, as of a picture of one colour, only the mean
 * moves.
 *
 * TWO: the darkest tone becomes the darker of the two colours, the lightest the
 * lighter, and the others lie between, as L* does; the tones beyond which there
 * is one pixel in 200 are darkest and lightest.  What a pixel's a* and b* have
 * beside that which goes with L* in the picture at large, r, is kept, large
 * deviations less so: r / sqrt (1 + |r|^2 / 8^2).
 *
 * Then amount (T (u) - u) is added to u.  A picture of one colour becomes n, or
 * lies between the two.  What would be no colour of sRGB is clipped; NaN counts
 * as 0. */
void       silt_picture_match_colors
                                   (const SiltPicture   *picture,
                                    const SiltColors    *colors,
                                    gint                 threads);


/* Work */

/* One network call of the walk, as planned.  x_t = alpha x_0 + sigma noise.
 * Where t rises from one call to the next, x was noised anew in between,
 *
 *   x_u = c x_s + sqrt (sigma_u^2 - c^2 sigma_s^2) noise,   c = alpha_u / alpha_s,
 *
 * s being the timestep at which the step before ended. */
typedef struct
{
  gdouble t;              /* on the trained timeline, 0 ... T-1 */
  gdouble alpha, sigma;
} SiltPlanCall;

/* What the work will take; a mask, and the source of silt_fill, which the
 * settings do not tell of, take some bytes a pixel more.  They spare no call
 * and no part of one: all of the picture is worked on, however little of it is
 * selected.  What is selected of a large one is made faster from a picture that
 * holds it and the model's `reach` around it, no more.  What does not fit into the memory it may have is
 * in a temporary file: on a disk, in $TMPDIR, the user's cache directory,
 * /var/tmp or /tmp, and gone with the work or the process.  `approximate`: the
 * model, which sees the whole picture, sees one of this size in overlapping
 * windows only, which are blended; the settings' JSON says so too.  All of it is
 * of the picture as it is drawn, before its features are scaled. */
typedef struct
{
  gsize    bytes;         /* that silt_generate allocates in memory           */
  gsize    file_bytes;    /* 0: no file is needed                             */
  gint     calls;         /* of the network, guidance included                */
  gdouble  flops;         /* floating-point operations of all calls           */
  gdouble  seconds;       /* -1 as long as the speed is not known             */
  gboolean approximate;
} SiltEstimate;

/* The progress of a walk, after each call: `picture` is the x_0 that the model
 * currently expects, valid during the callback only. */
typedef struct
{
  gint               call, total;   /* finished calls: 1 ... total            */
  gdouble            t;             /* the timestep just done                 */
  gdouble            seconds_left;
  const SiltPicture *picture;
} SiltProgress;

typedef void (* SiltProgressFunc) (const SiltProgress *progress,
                                   gpointer            user_data);

/* The calls that `settings` lead to, in order; *n_calls of them.  Free with
 * g_free. */
SiltPlanCall * silt_plan     (SiltModel           *model,
                              const SiltSettings  *settings,
                              gint                *n_calls,
                              GError             **error);

/* What the model saw at timestep t of its training, 0 ... T - 1: as much of the
 * picture as alpha = sqrt (alpha_bar_t) and as much noise as sigma = sqrt
 * (1 - alpha_bar_t), which is silt_reimagine's x_t. */
SiltPlanCall   silt_level    (SiltModel           *model,
                              gint                 t);

gboolean       silt_estimate (SiltModel           *model,
                              const SiltSettings  *settings,
                              SiltEstimate        *estimate,
                              GError             **error);

/* Finds out how fast the model runs with so many threads, 0: one a processor,
 * for SiltEstimate.seconds: by two short calls of its network, of which the
 * second counts.  It takes a tenth of a second or so, on a slow machine a few
 * seconds; call it in a thread of its own.  A walk finds it out by the way, and
 * more exactly.  The speed is kept with the model, for one number of threads.
 * Errors: MEMORY, G_IO_ERROR_CANCELLED. */
gboolean       silt_measure_speed (SiltModel      *model,
                                   gint            threads,
                                   GCancellable   *cancellable,
                                   GError        **error);

/* Generates a picture from pure noise into `picture`, whose size must be that
 * in `settings`.  Nothing is written to it before all calls are done; of what
 * is cancelled after that, it may hold a part.  Errors: ARGUMENT, MEMORY, IO for
 * a temporary file that has no room, G_IO_ERROR_CANCELLED; `cancellable` may be cancelled from
 * any thread and is looked at many times a call. */
gboolean       silt_generate (SiltModel           *model,
                              const SiltSettings  *settings,
                              const SiltPicture   *picture,
                              SiltProgressFunc     progress,
                              gpointer             user_data,
                              GCancellable        *cancellable,
                              GError             **error);

/* Re-imagines a picture (SDEdit, Meng et al. 2022): noises `source` to the
 * timestep settings->start, in one step and in closed form,
 *
 *   x_t = sqrt (alpha_bar_t) x_0 + sqrt (1 - alpha_bar_t) noise,
 *
 * and walks back from there, into `picture`, which may be the source itself.
 * The start alone says how far it goes: the walk takes it and those of its
 * timesteps that are below, and lays out some anew where they are few.
 *
 * With a mask, the walk holds on to the source wherever the mask is 0: x_0 is
 * set to it after every call, so that what is selected comes to fit into what
 * surrounds it.  `picture` is then the source, to the bit, where the mask is 0,
 * and the model's own everywhere else: silt_picture_blend makes the soft edge.
 *
 * What lies below 0 or above 1 in the source is kept aside and added again;
 * what is no number counts as 0.  All pictures are of the size in `settings`.
 * Errors: those of silt_generate, and ARGUMENT for a start of -1. */
gboolean       silt_reimagine (SiltModel           *model,
                               const SiltSettings  *settings,
                               const SiltPicture   *source,
                               const SiltMask      *mask,
                               const SiltPicture   *picture,
                               SiltProgressFunc     progress,
                               gpointer             user_data,
                               GCancellable        *cancellable,
                               GError             **error);

/* Fills what the mask selects with something that fits to the rest: as above,
 * from pure noise, or, with a start, from what is there now, noised.
 *
 * With settings->resample above 1 (RePaint, Lugmayr et al. 2022), the walk goes
 * back by settings->jump steps wherever it has walked so many, adding the noise
 * that takes, and walks them again until it has done so `resample` times: the
 * model sees what it has begun beside what surrounds it, and brings both
 * together.  It takes about `resample` times as many calls. */
gboolean       silt_fill      (SiltModel           *model,
                               const SiltSettings  *settings,
                               const SiltPicture   *source,
                               const SiltMask      *mask,
                               const SiltPicture   *picture,
                               SiltProgressFunc     progress,
                               gpointer             user_data,
                               GCancellable        *cancellable,
                               GError             **error);

/* The timestep, not whole, at which the model has seen as much noise as there
 * is of settings->sigma in a picture,
 *
 *   sqrt ((1 - alpha_bar_t) / alpha_bar_t) = 2 sigma / 255
 *
 * (a picture of 0 ... 1 is one of -1 ... 1 to the network); with settings->gray
 * sqrt (3) times as much.  -1 where it has never seen so little; -2 with
 * ARGUMENT where it has never seen so much. */
gdouble        silt_noise_timestep (SiltModel           *model,
                                    const SiltSettings  *settings,
                                    GError             **error);

/* Removes white noise of settings->sigma from a picture: x_t is not made here
 * but given, but for a factor.  The outcome is the mean of all pictures that
 * may be under the noise, which is closest to the true one, but smooth; with
 * settings->keep_texture, one of them, by a walk from there.  Where the model
 * has never seen so little noise, the source comes back as it is.
 *
 * Noise that is the same in all channels, as in a gray picture, is white along
 * (1, 1, 1) only: the network is shown it with more noise across, which
 * makes it white of sqrt (3) sigma, and the outcome is made gray.
 *
 * Mask, source and errors are those of silt_reimagine, but for two things.  The
 * walk does not hold on to the source: all of it is noisy.  And up to 4 sigma /
 * 255 below 0 or above 1 a value is taken for one with noise, whose outcome lies
 * within 0 ... 1; only what is beyond that, counted from there, is kept aside
 * and added again: light of 3 comes back as 3 - 4 sigma / 255 at most. */
gboolean       silt_remove_noise (SiltModel           *model,
                                  const SiltSettings  *settings,
                                  const SiltPicture   *source,
                                  const SiltMask      *mask,
                                  const SiltPicture   *picture,
                                  SiltProgressFunc     progress,
                                  gpointer             user_data,
                                  GCancellable        *cancellable,
                                  GError             **error);

G_END_DECLS
