"""Operations on clips, and the choice of frames."""
