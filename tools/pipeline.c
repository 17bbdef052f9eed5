/* SPDX-License-Identifier: MIT */
/*
 * Threads that are all alike, those of POSIX: the tools that look for races know its locks. Each takes the right to
 * read, fills the next block of a ring, gives the right away, grinds the block, and then writes it and whatever
 * finished blocks follow, if nobody else is writing. The ring is the bound of the memory and the back-pressure: nobody
 * reads while all blocks wait to be written.
 */
#include "pipeline.h"

#include <pthread.h>

#include <glib.h>

enum { BLOCKS_PER_JOB = 2 };

struct pipeline {
    const struct pipeline_plan *plan;
    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t changed;
    struct block *ring;
    size_t blocks;
    uint64_t next_read, next_write;
    bool reading, writing, ended, failed;
};

struct job {
    struct pipeline *pipeline;
    struct mill *mill;
    pthread_t thread;
};

static struct block *block_at(const struct pipeline *pipeline, uint64_t number)
{
    return &pipeline->ring[number % pipeline->blocks];
}

/* NULL at the end. With the lock. */
static struct block *read_next(struct pipeline *pipeline)
{
    while (!pipeline->ended && (pipeline->reading || pipeline->next_read - pipeline->next_write == pipeline->blocks))
        pthread_cond_wait(&pipeline->changed, &pipeline->lock);
    if (pipeline->ended)
        return NULL;
    struct block *block = block_at(pipeline, pipeline->next_read);
    pipeline->reading = true;
    pthread_mutex_unlock(&pipeline->lock);
    bool got = pipeline->plan->read(pipeline->plan->data, block);
    pthread_mutex_lock(&pipeline->lock);
    pipeline->reading = false;
    if (got)
        pipeline->next_read++;
    else
        pipeline->ended = true;
    pthread_cond_broadcast(&pipeline->changed);
    return got ? block : NULL;
}

/* With the lock, which is given away during each write. */
static void write_finished(struct pipeline *pipeline)
{
    struct block *block;
    while (!pipeline->writing && (block = block_at(pipeline, pipeline->next_write))->done) {
        pipeline->writing = true;
        pthread_mutex_unlock(&pipeline->lock);
        bool written = pipeline->failed || pipeline->plan->write(pipeline->plan->data, block);
        block_reset(block);
        pthread_mutex_lock(&pipeline->lock);
        pipeline->writing = false;
        pipeline->next_write++;
        pipeline->failed = pipeline->failed || !written;
        pipeline->ended = pipeline->ended || !written;
        pthread_cond_broadcast(&pipeline->changed);
    }
}

static void *work(void *data)
{
    const struct job *job = data;
    struct pipeline *pipeline = job->pipeline;
    struct block *block;
    pthread_mutex_lock(&pipeline->lock);
    while ((block = read_next(pipeline))) {
        pthread_mutex_unlock(&pipeline->lock);
        block_grind(block, job->mill, pipeline->plan->keep_errors);
        pthread_mutex_lock(&pipeline->lock);
        block->done = true;
        write_finished(pipeline);
    }
    pthread_mutex_unlock(&pipeline->lock);
    return NULL;
}

/* The caller is one of the threads; with one job there is no other. Threads that cannot be made are done without. */
static void run_jobs(struct job *jobs, unsigned count)
{
    unsigned made = 1;
    while (made < count && pthread_create(&jobs[made].thread, NULL, work, &jobs[made]) == 0)
        made++;
    work(&jobs[0]);
    for (unsigned i = 1; i < made; i++)
        pthread_join(jobs[i].thread, NULL);
}

bool pipeline_run(const struct pipeline_plan *plan)
{
    struct pipeline pipeline = {.plan = plan, .blocks = plan->jobs == 1 ? 1 : (size_t)plan->jobs * BLOCKS_PER_JOB};
    struct job *jobs = g_new0(struct job, plan->jobs);
    bool ready = true;
    pthread_mutex_init(&pipeline.lock, NULL);
    pthread_cond_init(&pipeline.changed, NULL);
    pipeline.ring = g_new0(struct block, pipeline.blocks);
    for (unsigned i = 0; i < plan->jobs && ready; i++) {
        jobs[i] = (struct job){.pipeline = &pipeline, .mill = mill_new(plan->batch)};
        ready = jobs[i].mill != NULL;
    }
    if (ready)
        run_jobs(jobs, plan->jobs);
    for (unsigned i = 0; i < plan->jobs; i++)
        mill_free(jobs[i].mill);
    for (size_t i = 0; i < pipeline.blocks; i++)
        block_free(&pipeline.ring[i]);
    g_free(pipeline.ring);
    g_free(jobs);
    pthread_cond_destroy(&pipeline.changed);
    pthread_mutex_destroy(&pipeline.lock);
    return ready;
}
