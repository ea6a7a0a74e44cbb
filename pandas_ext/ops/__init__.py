"""Operations on cells: named descriptions, and the pure functions on buffers that they name."""
