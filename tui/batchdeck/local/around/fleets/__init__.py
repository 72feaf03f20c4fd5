"""The instances of managed environments, as EC2, Auto Scaling and ECS tell of them."""
