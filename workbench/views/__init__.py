"""What the widgets show and the commands they take, without any widget: plain, frozen Python."""
