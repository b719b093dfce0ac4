/* The all-reduces of a training step, and nothing else: `allreduce FLOATS COUNT`, started by mpirun. Rank 0 prints a line of JSON,
 * {"small": [...], "large": [...]}: milliseconds of each, those of the rank that came last to it. */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

static double timed(void *values, int count, MPI_Datatype type) {
  double start = MPI_Wtime();
  MPI_Allreduce(MPI_IN_PLACE, values, count, type, MPI_SUM, MPI_COMM_WORLD);
  return (MPI_Wtime() - start) * 1e3;
}

static void print(const char *name, const double *times, int count, const char *end) {
  printf("\"%s\": [", name);
  for (int index = 0; index < count; index++) printf(index == 0 ? "%.6f" : ", %.6f", times[index]);
  printf("]%s", end);
}

int main(int argc, char **argv) {
  MPI_Init(&argc, &argv);
  if (argc != 3) MPI_Abort(MPI_COMM_WORLD, 2);
  int rank, size, floats = atoi(argv[1]), count = atoi(argv[2]);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  float *gradient = calloc(floats, sizeof *gradient);
  double *told = calloc(3 * size, sizeof *told);
  double *times = calloc(2 * count, sizeof *times);
  double *least = calloc(2 * count, sizeof *least);
  /* The first is not counted: it connects. */
  for (int index = -1; index < count; index++) {
    MPI_Barrier(MPI_COMM_WORLD);
    double small = timed(told, 3 * size, MPI_DOUBLE), large = timed(gradient, floats, MPI_FLOAT);
    if (index >= 0) times[index] = small, times[count + index] = large;
  }
  MPI_Reduce(times, least, 2 * count, MPI_DOUBLE, MPI_MIN, 0, MPI_COMM_WORLD);
  if (rank == 0) {
    printf("{");
    print("small", least, count, ", ");
    print("large", least + count, count, "}\n");
  }
  MPI_Finalize();
  return 0;
}
