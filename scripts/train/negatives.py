"""Hard negatives: for each question, the passages that BM25 ranks first and that hold none of its answers."""
from __future__ import annotations

import numpy as np
from scipy import sparse

K1, B = 1.2, 0.75
# Pieces in more passages than this say nothing and cost most.
COMMON = 0.2


def bm25_matrix(passages: list[np.ndarray], vocabulary: int) -> sparse.csc_matrix:
    """Piece weights of every passage, [passages, vocabulary], the idf included."""
    lengths = np.array([len(p) for p in passages], np.float32)
    mean = lengths.mean()
    indptr, indices, data = [0], [], []
    frequency = np.zeros(vocabulary, np.float32)
    for ids, length in zip(passages, lengths, strict=True):
        unique, count = np.unique(ids, return_counts=True)
        frequency[unique] += 1
        indices.append(unique)
        data.append(count * (K1 + 1) / (count + K1 * (1 - B + B * length / mean)))
        indptr.append(indptr[-1] + len(unique))
    n = len(passages)
    idf = np.log(1 + (n - frequency + 0.5) / (frequency + 0.5))
    idf[frequency > COMMON * n] = 0
    matrix = sparse.csr_matrix((np.concatenate(data).astype(np.float32), np.concatenate(indices), indptr),
                               shape=(n, vocabulary))
    return (matrix @ sparse.diags(idf)).tocsc()


def query_matrix(questions: list[np.ndarray], vocabulary: int) -> sparse.csr_matrix:
    rows = [np.unique(q) for q in questions]
    indptr = np.concatenate([[0], np.cumsum([len(r) for r in rows])])
    indices = np.concatenate(rows)
    return sparse.csr_matrix((np.ones(len(indices), np.float32), indices, indptr), shape=(len(rows), vocabulary))


def ranked(matrix: sparse.csc_matrix, questions: list[np.ndarray], depth: int, batch: int = 512) -> np.ndarray:
    """The `depth` best passages of each question, best first."""
    transposed = matrix.T.tocsr()
    out = []
    for at in range(0, len(questions), batch):
        scores = (query_matrix(questions[at:at + batch], matrix.shape[1]) @ transposed).toarray()
        best = np.argpartition(-scores, depth, axis=1)[:, :depth]
        order = np.argsort(-np.take_along_axis(scores, best, 1), axis=1, kind="stable")
        out.append(np.take_along_axis(best, order, 1).astype(np.int32))
    return np.concatenate(out)
