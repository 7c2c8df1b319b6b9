"""Pages under /van-ban/."""
